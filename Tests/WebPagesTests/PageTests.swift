import Foundation
import StrictJSON
import TestOracle
import Testing
import WebPages

/// Pages as they are written: sound, usable by everybody, and true to what the daemon said.
@Suite struct PageTests {
    @Test func everyPageIsReadWithoutAnErrorAndHasWhatMakesItUsable() throws {
        let found = try PageOracle().check(try SamplePages().all())
        #expect(found.problems == [])
        #expect(found.pages.count == SamplePages.pages.count)
    }

    /// What ends an attribute or an element, runs, or turns the writing around; a quotation mark with an accent on it is one
    /// character to Swift and two to a browser.
    @Test(arguments: [
        #"'"><script>alert(1)</script><img src=x onerror=alert(1)>"#, "\"\u{301} onclick=\"\u{301}x",
        "<\u{338}b>&lt;&amp;&#0;",
        "</title></style><!--<![CDATA[", "javascript:alert(1)", "../../..//evil.example/?a=b#c",
        "\u{202E}a\u{7}b",
    ])
    func whateverTheDaemonSaysIsShownAsText(_ hostile: String) throws {
        let pages = try SamplePages(change: { $0.mapStrings { _ in hostile } }).all()
        let found = try PageOracle().check(pages)
        #expect(found.problems == [])
        let shown = hostile.replacing("\u{7}", with: "\u{FFFD}")
        for (page, text) in zip(pages, found.texts ?? []) where page.name != "/rules/R03" {
            #expect(text.contains(shown), "\(page.name)")
        }
    }

    @Test func answersWithoutAnyOfWhatTheyMayLeaveOutMakeSoundPages() throws {
        // Every list empty, every text there: what a daemon of a new authority says.
        func emptied(_ value: JSONValue) -> JSONValue {
            switch value {
            case .array: return .array([])
            case .object(let object):
                var changed = JSONObject()
                for member in object.members { changed[member.name] = emptied(member.value) }
                return .object(changed)
            default: return value
            }
        }
        #expect(try PageOracle().check(try SamplePages(change: emptied).all()).problems == [])
    }

    @Test func aBoardLeadsFromEachFigureToItsCases() throws {
        let html = String(
            decoding: try SamplePages().reply("/teams/west", ["/v1/supervision/teams/west": "team"]).body, as: UTF8.self
        )
        for id in ["handovers", "protective", "unallocated", "overdue", "items", "supervision", "silent", "gaps"] {
            #expect(html.contains("href=\"#\(id)\"") && html.contains("<section id=\"\(id)\""), "\(id)")
        }
        // Nothing waits for transfer: the figure leads nowhere.
        #expect(!html.contains("href=\"#transfer\""))
        #expect(html.contains("<a href=\"/secret/cases/F14414\">F14414</a> Kim Cole"))
        #expect(html.contains("a.mensah</a> A Mensah"))
        #expect(html.contains("<strong class=\"bad\">not seen</strong>"))
    }

    @Test func theServiceShowsCapacityBreaksTargetsAndTemplates() throws {
        let html = String(
            decoding: try SamplePages().reply("/service", ["/v1/supervision/service": "service"]).body, as: UTF8.self)
        for words in [
            "north, south into north, south, from 1 Apr 2026 (The border follows the health districts): 7 months before",
            "83.3% (5 of 6)", "30% (9 of 30)", "<strong class=\"bad\">worse</strong>", "75 · · 100 · · · |",
            "its other figures of these teams mix both", "By team, each with the work of those who came to it",
            "Assessments with the child&#39;s view 90%: ",
            "<strong class=\"bad\">not met in the last 3 months by west</strong>",
            "<strong class=\"bad\">l.whitcombe absent</strong>",
            "Social worker empty since 1 Jan 2026; Practice supervisor",
            "b.fairclough acting", "80% of 5",
            "Of no open team: VAC-3 empty since 1 Mar 2026, filled for a time; Duty worker, quay, empty since 2 Mar 2026.",
            "too near to another reorganisation. <strong class=\"warn\">The period of this page lies on both sides",
            "Nothing says who has the work now of 2 pieces of it from before.",
            "single assessment 5", "analysis 1 of 1", "0 of 1 good or better; with single assessment 4 2 of 6: too few",
        ] { #expect(html.contains(words), "\(words)") }
    }

    @Test func aWorkersPageShowsWhatIsMissingOfTheFirstYearAndWhatHasToBeDoneAgain() throws {
        let html = String(
            decoding: try SamplePages().reply("/workers/a.mensah", ["/v1/supervision/workers/a.mensah": "worker"]).body,
            as: UTF8.self)
        for words in [
            "Newly qualified from 11 May 2026 until 11 May 2027", "not on record: workshop, joint work", "first year",
            "shadowing", "<strong class=\"bad\">5 Feb 2026</strong>",
        ] { #expect(html.contains(words), "\(words)") }
    }

    @Test func refusalsSayWhatTheDaemonSaysAndWhoAsked() throws {
        let site = Site(prefix: "/secret")
        let caller = try SamplePages.caller([
            "account": "sam(1000)", "worker": "W-1", "roles": ["analyst"], "teams": ["a"],
        ])
        let plan = site.plan(for: try SamplePages.address("/cases/F1"), caller: caller)
        let problem: JSONValue = [
            "title": "The caller may not use this route", "status": 403,
            "detail": "It is for callers with one of the roles practitioner, manager, auditor.",
        ]
        let refused = Answer(status: 403, body: problem.bytes())
        #expect(plan.ends(with: [refused]))
        let reply = plan.reply(to: [refused])
        let html = String(decoding: reply.body, as: UTF8.self)
        #expect(reply.status == 403)
        #expect(html.contains("practitioner, manager, auditor") && html.contains("You are W-1 (analyst)."))
        let gone = plan.reply(to: [Answer(status: 404, body: Array("{}".utf8))])
        #expect(gone.status == 404)
        #expect(
            String(decoding: gone.body, as: UTF8.self).contains("A record that you may not see gives this answer, too"))
        let away = site.unreachable("no daemon: there is no socket at <here>")
        #expect(away.status == 503 && String(decoding: away.body, as: UTF8.self).contains("&lt;here&gt;"))
        let documents =
            [("403", reply), ("404", gone), ("503", away), ("entry", .entry(to: "/secret/"))]
            + [PageReply.Refusal.otherMethod, .otherHost, .malformed, .notOpened, .usedUp].map {
                ("\($0)", PageReply.refusal(403, $0))
            }
        let found = try PageOracle().check(documents.map { ($0.0, String(decoding: $0.1.body, as: UTF8.self)) })
        #expect(found.problems == [])
    }

    @Test func whatCanBeLeftOutIsLeftOut() throws {
        let plan = Site(prefix: "").plan(
            for: try SamplePages.address("/cases/F13910"), caller: try SamplePages.caller())
        let standing = Answer(status: 200, body: try SamplePages.sample("case").bytes())
        let refused = Answer(status: 404, body: [])
        #expect(!plan.ends(with: [standing, refused]))
        let html = String(decoding: plan.reply(to: [standing, refused]).body, as: UTF8.self)
        #expect(html.contains("<h1>Case of F13910</h1>"))
        #expect(plan.reply(to: [standing]).status == 500)
    }

    @Test func theNavigationLeadsOnlyWhereTheRolesDo() throws {
        func destinations(_ roles: [String]) throws -> Set<String> {
            let json: JSONValue = [
                "account": "a", "worker": "w", "roles": .array(roles.map { .string($0) }), "teams": [],
            ]
            let plan = Site(prefix: "").plan(
                for: try SamplePages.address("/none"), caller: try SamplePages.caller(json))
            let reply = plan.reply(to: [])
            #expect(reply.status == 404)
            let html = String(decoding: reply.body, as: UTF8.self)
            return Set(["/alerts", "/service", "/indicators", "/rules"].filter { html.contains("href=\"\($0)\"") })
        }
        #expect(try destinations([]) == [])
        #expect(try destinations(["recorder"]) == ["/rules"])
        #expect(try destinations(["practitioner"]) == ["/alerts", "/rules"])
        #expect(try destinations(["analyst"]) == ["/service", "/indicators", "/rules"])
        #expect(try destinations(["manager"]) == ["/alerts", "/service", "/indicators", "/rules"])
    }
}
