import CaseRecord
import StrictJSON
import Testing

/// Where a problem stands is put together only once there is one.
@Suite struct FieldProblemTests {
    func problems(_ value: JSONValue, at pointer: String = "") -> [FieldProblem] {
        do {
            _ = try EventDraft.reading(value, at: pointer, in: EventReadingTests.context)
            return []
        } catch { return error.problems }
    }

    func changed(_ change: (inout JSONObject) -> Void) throws -> JSONValue {
        var object = try #require(EventReadingTests.referral.objectValue)
        change(&object)
        return .object(object)
    }

    @Test func pointersBeginWhereTheEventStands() throws {
        let value = try changed {
            $0["children"] = ["A", "b b", "C", 4]
            $0["source"] = ["agency": " ", "rôle": "x"]
            $0["data"] = ["referral": "R-1", "a/b~c": 1]
        }
        #expect(
            problems(value, at: "/17").map(\.pointer) == [
                "/17/children/1", "/17/children/3", "/17/source/agency", "/17/source/rôle", "/17/data/a~1b~0c",
            ])
        #expect(problems(value).map(\.pointer).first == "/children/1")
        #expect(problems("x", at: "/2").map(\.pointer) == ["/2"])
    }

    @Test func anUnknownFieldIsFoundAmongAnyNumber() throws {
        for count in [1, 50, 53, 54, 55, 200] {
            let found = problems(try changed { for index in 0..<count { $0["x\(index)"] = .integer(Int64(index)) } })
            #expect(found.map(\.pointer) == (0..<count).map { "/x\($0)" })
            #expect(found.allSatisfy { $0.allowed?.contains("summary") == true })
        }
    }

    @Test func fieldsThatAreKnownAreTakenInAnyOrderAndAsNull() throws {
        let value = try changed {
            let members = $0.members
            $0 = [:]
            for member in members.reversed() { $0[member.name] = member.value }
            $0["summary"] = .null
            $0["original"] = .null
        }
        #expect(problems(value).isEmpty)
        #expect(problems(try changed { $0["children"] = .null }).map(\.pointer) == ["/children"])
    }

    @Test(arguments: [" ", "\n\t", "\u{2003}", "\u{3000} \u{A0}"])
    func textOfWhiteSpaceIsEmpty(text: String) throws {
        #expect(problems(try changed { $0["summary"] = .string(text) }).map(\.pointer) == ["/summary"])
        #expect(problems(try changed { $0["summary"] = .string(text + "é") }).isEmpty)
    }

    @Test func textIsMeasuredInScalars() throws {
        for character in ["s", "é", "👶"] {
            let longest = String(repeating: character, count: EventDraft.longestSummary)
            #expect(problems(try changed { $0["summary"] = .string(longest) }).isEmpty)
            #expect(problems(try changed { $0["summary"] = .string(longest + "s") }).map(\.pointer) == ["/summary"])
            let text = String(repeating: character, count: String.longestText)
            #expect(problems(try changed { $0["data"] = ["referral": "R-1", "concern": .string(text)] }).isEmpty)
            #expect(
                problems(try changed { $0["data"] = ["referral": "R-1", "concern": .string(text + "s")] })
                    .map(\.pointer) == ["/data/concern"])
        }
    }
}
