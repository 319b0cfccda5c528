import Foundation
import Notifier
import ServiceSupport
import Yams

/// The webhooks of the configuration file, with every mistake in them.
struct WebhookList {
    /// The name of the list in the file.
    static let name = "webhooks"

    /// Those that can be used.
    private(set) var webhooks: [Webhook] = []
    private(set) var problems: [SettingProblem] = []
    private let path: String
    private let credentials: String?

    /// A secret stands in the file (`secret`) or in one of its own (`secret-file`), which is best a systemd credential: a
    /// path that is not absolute is looked for among those. Both can be lists, while one secret replaces another.
    init(_ file: SettingsFile, credentials: String?) {
        path = file.path
        self.credentials = credentials
        guard let listed = file.part(Self.name) else { return }
        guard let list = listed.sequence else {
            refuse(listed, "must be a list")
            return
        }
        for node in list {
            guard let mapping = node.mapping else {
                refuse(node, "a webhook has a name and an url")
                continue
            }
            add(mapping, node)
        }
        let names = webhooks.map { $0.name }
        if Set(names).count < names.count { refuse(listed, "two webhooks have the same name") }
    }

    private static let known = ["name", "url", "secret", "secret-file", "kinds", "severities", "recipients", "ca-file"]

    private mutating func refuse(_ node: Node, _ reason: String, of webhook: String? = nil) {
        let key = Self.name + (webhook.map { ".\($0)" } ?? "")
        problems.append(SettingProblem(key, reason, place: "\(path):\(node.mark?.line ?? 0)"))
    }

    private mutating func add(_ mapping: Node.Mapping, _ node: Node) {
        let name = mapping["name"]?.string ?? ""
        for key in mapping.keys where !Self.known.contains(key.string ?? "") {
            refuse(key, "has no setting '\(key.string ?? "")' (\(Self.known.joined(separator: ", ")))", of: name)
        }
        var texts = strings(mapping["secret"])
        for file in strings(mapping["secret-file"]) {
            let place = file.hasPrefix("/") ? file : (credentials ?? "/etc/caselog") + "/" + file
            guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
                refuse(node, "its secret cannot be read from \(place)", of: name)
                continue
            }
            texts += text.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        let secrets = texts.compactMap { WebhookSecret($0) }
        if secrets.count < texts.count {
            refuse(
                node, "a secret is not whsec_ and 24 to 64 bytes in base64 (whsec_$(openssl rand -base64 32))", of: name
            )
        }
        var filter = Webhook.Filter()
        filter.kinds = strings(mapping["kinds"])
        filter.recipients = strings(mapping["recipients"])
        for text in strings(mapping["severities"]) {
            guard let severity = Int16(text), (1...3).contains(severity) else {
                refuse(node, "severities are 1, 2 and 3, not '\(text)'", of: name)
                continue
            }
            filter.severities.append(severity)
        }
        let file = mapping["ca-file"]?.string
        let authorities = file.flatMap { FileManager.default.contents(atPath: $0) }
        if let file, authorities == nil {
            refuse(node, "its certificate authorities cannot be read from \(file)", of: name)
        }
        do {
            webhooks.append(
                try Webhook(
                    name: name, url: mapping["url"]?.string ?? "", secrets: secrets, filter: filter,
                    authorities: authorities.map { Array($0) }))
        } catch {
            refuse(node, error.description + (file.map { " (ca-file: \($0))" } ?? ""), of: name)
        }
    }

    private func strings(_ node: Node?) -> [String] {
        if let text = node?.scalar?.string { return [text] }
        return node?.sequence?.compactMap { $0.scalar?.string } ?? []
    }
}
