/// The pages: which there are, and what is shown where one cannot be.
public struct Site: Sendable {
    /// The path of the style sheet, which tells nothing and is given to everybody.
    public static let stylePath = "/style.css"
    /// The style sheet.
    public static let styleSheet = PackageResources.style_css

    /// The path below which the pages stand, without a slash at its end.
    public let prefix: String

    /// A site below that path.
    public init(prefix: String) { self.prefix = prefix }

    /// The page of that address for that caller.
    public func plan(for address: PageAddress, caller: PageCaller) -> PagePlan {
        plan(address, caller)
            ?? PagePlan(self, caller, []) { _ in
                Page(
                    title: "There is no such page", lead: ["Nothing has this address."],
                    trail: [("Start", .front)], status: 404)
            }
    }

    private func plan(_ address: PageAddress, _ caller: PageCaller) -> PagePlan? {
        let query = address.query
        switch address.segments {
        case []: return FrontPage.plan(self, caller)
        case ["find"]: return FrontPage.find(self, caller, address.value("child"))
        case ["service"]: return ServicePage.plan(self, caller, query)
        case ["alerts"]: return AlertsPage.plan(self, caller, query)
        case ["indicators"]: return IndicatorsPage.plan(self, caller, query)
        case ["rules"]: return RulesPage.plan(self, caller)
        default: break
        }
        guard address.segments.count >= 2, !address.segments[1].isEmpty else { return nil }
        let id = address.segments[1]
        switch (address.segments[0], Array(address.segments.dropFirst(2))) {
        case ("teams", []): return TeamPage.plan(self, caller, id)
        case ("workers", []): return WorkerPage.plan(self, caller, id)
        case ("cases", []): return CasePage.plan(self, caller, id)
        case ("cases", ["clocks"]): return ClocksPage.plan(self, caller, id)
        case ("cases", ["protection"]): return ProtectionPage.plan(self, caller, id)
        case ("cases", ["chronology"]): return ChronologyPage.plan(self, caller, id, query)
        case ("cases", ["chronology", "print"]): return ChronologyPage.print(self, caller, id, query)
        case ("alerts", []): return AlertPage.plan(self, caller, id)
        case ("indicators", []): return IndicatorPage.plan(self, caller, id, query)
        case ("rules", []): return RulePage.plan(self, caller, id)
        default: return nil
        }
    }

    func reply(_ page: Page, for caller: PageCaller?) -> PageReply {
        PageReply(status: page.status, body: Array(page.html(below: prefix, for: caller).utf8))
    }

    /// The page for what the daemon refused: what it says, and nothing else.
    public func refusal(_ answer: Answer, for caller: PageCaller?) -> PageReply {
        reply(ProblemPage.refusal(answer, caller), for: caller)
    }

    /// The page for a daemon that did not answer.
    public func unreachable(_ why: String) -> PageReply { reply(ProblemPage.unreachable(why), for: nil) }

    /// The page for what should not happen.
    public func failure(_ why: String, for caller: PageCaller?) -> PageReply {
        reply(Page(title: "The page could not be made", lead: [Inline(why)], status: 500), for: caller)
    }
}
