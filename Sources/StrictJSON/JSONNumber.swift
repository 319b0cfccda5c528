/// Numbers as ECMAScript's `Number::toString` writes them, which RFC 8785 section 3.2.2.3 asks for.
enum JSONNumber {
    static func text(of value: Double) -> String {
        guard value != 0 else { return "0" }
        let (digits, exponent) = shortestDigits(of: value.magnitude)
        let sign = value < 0 ? "-" : ""
        let count = digits.count
        // `exponent` is ECMAScript's n: the value is 0.digits times 10 to that power.
        switch exponent {
        case count...21 where exponent >= count:
            return sign + digits + String(repeating: "0", count: exponent - count)
        case 1...21:
            return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
        case -5...0:
            return sign + "0." + String(repeating: "0", count: -exponent) + digits
        default:
            let power = exponent - 1
            let fraction = count > 1 ? "." + digits.dropFirst() : ""
            return sign + digits.prefix(1) + fraction + "e" + (power < 0 ? "-" : "+") + String(power.magnitude)
        }
    }

    /// The shortest digits that read back as the same number (Swift's description has them), without
    /// leading or trailing zeros, and the power of ten that 0.digits is multiplied by.
    private static func shortestDigits(of value: Double) -> (digits: String, exponent: Int) {
        let parts = value.description.lowercased().split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa[0].drop { $0 == "0" }
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        var exponent = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        var digits = whole + fraction
        if whole.isEmpty {
            let significant = digits.drop { $0 == "0" }
            exponent -= digits.count - significant.count
            digits = significant
        }
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), exponent)
    }
}
