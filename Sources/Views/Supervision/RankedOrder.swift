extension Sequence {
    /// The elements by four numbers of each, the smaller first, and those of the same numbers by a text.
    ///
    /// Numbers and text are asked for once of each, and of the elements, which are large in these views, only their places
    /// move.
    func sorted(
        by ranks: (Element) -> (Int, Int, Int, Int), then text: (Element) -> String
    ) -> [Element] {
        let elements = Array(self)
        let (keys, texts) = (elements.map(ranks), elements.map(text))
        return elements.indices.sorted { one, other in
            keys[one] == keys[other] ? texts[one] < texts[other] : keys[one] < keys[other]
        }.map { elements[$0] }
    }
}
