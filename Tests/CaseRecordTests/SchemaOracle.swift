import Foundation
import StrictJSON
import TestOracle
import Testing

/// The `jsonschema` package of Python, which validates without knowing anything of how events are read.
enum SchemaOracle {
    /// Whether each of the instances goes with its schema.
    static func ask(_ questions: [(schema: JSONValue, instances: [JSONValue])]) throws -> [[Bool]] {
        let lines = questions.map { question in
            let asked: JSONValue = ["schema": question.schema, "instances": .array(question.instances)]
            return asked.text() + "\n"
        }
        let oracle = try PythonOracle("schemas.py", in: .module, packages: "jsonschema")
        let answer = try oracle.ask([], lines.joined().utf8)
        let answers = String(decoding: answer, as: UTF8.self).split(separator: "\n").map { $0.map { $0 == "v" } }
        try #require(answers.map(\.count) == questions.map(\.instances.count))
        return answers
    }
}
