import ArgumentParser
import Configuration
import Foundation
import Notifier
import Yams

/// The configuration file: settings by their names, and the list of webhooks.
struct SettingsFile {
    private let root: Node?
    private let path: String

    init(path: String, mustExist: Bool) throws {
        self.path = path
        guard mustExist || FileManager.default.fileExists(atPath: path) else {
            root = nil
            return
        }
        do {
            root = try Yams.compose(yaml: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw ValidationError("the configuration file \(path) cannot be read: \(error)")
        }
    }

    /// All scalars of the file but the webhooks, by their names.
    var values: [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        func add(_ node: Node, _ names: [String]) {
            if let mapping = node.mapping {
                for (key, value) in mapping {
                    guard let name = key.string, names + [name] != ["webhooks"] else { continue }
                    add(value, names + [name])
                }
            } else if let text = node.scalar?.string {
                values[AbsoluteConfigKey(names)] = ConfigValue(.string(text), isSecret: false)
            }
        }
        if let root { add(root, []) }
        return values
    }

    /// The webhooks. A secret stands in the file (`secret`) or in one of its own (`secret-file`), which is best a systemd
    /// credential: a path that is not absolute is looked for among those. Both can be lists, while one secret replaces another.
    func webhooks(credentials: String?) throws -> [Webhook] {
        guard let listed = root?["webhooks"] else { return [] }
        guard let list = listed.sequence else { throw ValidationError("webhooks in \(path) must be a list") }
        let webhooks = try list.map { try webhook($0, credentials) }
        let names = webhooks.map { $0.name }
        guard Set(names).count == names.count else {
            throw ValidationError("two webhooks in \(path) have the same name")
        }
        return webhooks
    }

    private func webhook(_ node: Node, _ credentials: String?) throws -> Webhook {
        let known = ["name", "url", "secret", "secret-file", "kinds", "severities", "recipients", "ca-file"]
        guard let mapping = node.mapping else { throw ValidationError("a webhook in \(path) has no name and url") }
        let name = mapping["name"]?.string ?? ""
        for key in mapping.keys where !known.contains(key.string ?? "") {
            throw ValidationError("the webhook '\(name)' in \(path) has no setting '\(key.string ?? "")'")
        }
        var texts = strings(mapping["secret"])
        for file in strings(mapping["secret-file"]) {
            let place = file.hasPrefix("/") ? file : (credentials ?? "/etc/caselog") + "/" + file
            guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
                throw ValidationError("the secret of the webhook '\(name)' cannot be read from \(place)")
            }
            texts += text.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        let secrets = try texts.map { text in
            guard let secret = WebhookSecret(text) else {
                throw ValidationError(
                    "a secret of the webhook '\(name)' is not whsec_ and 24 to 64 bytes in base64 (whsec_$(openssl rand -base64 32))"
                )
            }
            return secret
        }
        var filter = Webhook.Filter()
        filter.kinds = strings(mapping["kinds"])
        filter.recipients = strings(mapping["recipients"])
        filter.severities = try strings(mapping["severities"]).map { text in
            guard let severity = Int16(text), (1...3).contains(severity) else {
                throw ValidationError("severities of the webhook '\(name)' are 1, 2 and 3, not '\(text)'")
            }
            return severity
        }
        let file = mapping["ca-file"]?.string
        let authorities = file.flatMap { FileManager.default.contents(atPath: $0) }
        if let file, authorities == nil {
            throw ValidationError("the authorities of the webhook '\(name)' cannot be read from \(file)")
        }
        do {
            return try Webhook(
                name: name, url: mapping["url"]?.string ?? "", secrets: secrets, filter: filter,
                authorities: authorities.map { Array($0) })
        } catch {
            throw ValidationError(error.description + (file.map { " (ca-file: \($0))" } ?? ""))
        }
    }

    private func strings(_ node: Node?) -> [String] {
        if let text = node?.scalar?.string { return [text] }
        return node?.sequence?.compactMap { $0.scalar?.string } ?? []
    }

    /// A duration as `30s`, `15m`, `12h` or `3d`; a bare number is of seconds.
    static func duration(_ text: String) -> Duration? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last else { return nil }
        let unit = units[last]
        guard let number = Double(unit == nil ? text : String(text.dropLast())), number > 0, number < 1e7 else {
            return nil
        }
        return .milliseconds(Int64(number * 1000 * Double(unit ?? 1)))
    }
}
