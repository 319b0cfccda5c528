import CaseRecord
import StrictJSON

/// A type of event that has come a long way: version 1 said `height` as text, as `142 cm`; version 2 said whole
/// `centimetres`; version 3 says `millimetres`, and the `agency` that measured, until then only the event's source.
struct HeightMeasured: EventPayload {
    static let type: EventType = "height.measured"
    static let title = "Height measured"
    static let version: Int16 = 3
    static let upcasts = [
        Upcast(from: 1) { data, _ throws(MalformedInput) in
            let parts = data["height"]?.stringValue?.split(separator: " ") ?? []
            guard parts.count == 2, parts[1] == "cm", let centimetres = Int64(parts[0]) else {
                let problem = FieldProblem(pointer: "/height", reason: "must be centimetres, as 142 cm")
                throw MalformedInput(problems: [problem])
            }
            var next = data
            next["height"] = nil
            next["centimetres"] = .integer(centimetres)
            return next
        },
        Upcast(from: 2) { data, envelope in
            var next = data
            next["centimetres"] = nil
            next["millimetres"] = (data["centimetres"]?.integerValue).map { .integer($0 * 10) }
            next["agency"] = envelope["source"]?["agency"]
            return next
        },
    ]

    let millimetres: Int
    let agency: String?
    var headline: String { "\(millimetres) mm" }

    init?(reading fields: inout FieldReader) {
        let millimetres = fields.required("millimetres", as: Int.self)
        agency = fields.optional("agency")
        guard let millimetres else { return nil }
        self.millimetres = millimetres
    }

    func write(to fields: inout FieldWriter) {
        fields.put("millimetres", millimetres)
        fields.put("agency", agency)
    }
}

/// A type of event whose steps somebody forgot, or got wrong.
protocol NeglectedType: EventPayload {
    init()
}

extension NeglectedType {
    static var title: String { type.name }
    var headline: String { "" }

    init?(reading fields: inout FieldReader) {
        guard fields.required("count", as: Int.self) != nil else { return nil }
        self.init()
    }

    func write(to fields: inout FieldWriter) { fields.put("count", 1) }
}

/// Nothing leads from version 2 to version 3.
struct StepMissing: NeglectedType {
    static let type: EventType = "step.missing"
    static let version: Int16 = 3
    static let upcasts = [Upcast(from: 1) { data, _ in data }]
}

/// The step makes what the current version does not take.
struct StepWrong: NeglectedType {
    static let type: EventType = "step.wrong"
    static let version: Int16 = 2
    static let upcasts = [Upcast(from: 1) { _, _ in ["count": "many", "colour": "red"] }]
}

extension EventCatalogue {
    /// The types above.
    static let samples = EventCatalogue([HeightMeasured.self, StepMissing.self, StepWrong.self, NoteRecorded.self])
}
