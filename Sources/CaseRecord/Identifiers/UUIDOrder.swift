public import Foundation

extension UUID {
    /// Whether it comes before the other in the order of their text, which is that of their bytes.
    public func precedes(_ other: UUID) -> Bool {
        withUnsafeBytes(of: uuid) { own in
            withUnsafeBytes(of: other.uuid) { others in
                for place in 0..<16 where own[place] != others[place] { return own[place] < others[place] }
                return false
            }
        }
    }
}
