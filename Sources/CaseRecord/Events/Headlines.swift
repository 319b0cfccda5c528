extension EventPayload {
    /// The title and, after a colon, what is known of those details.
    static func headline(_ details: String?...) -> String {
        let known = details.compactMap { $0 }
        return known.isEmpty ? title : "\(title): \(known.joined(separator: "; "))"
    }
}
