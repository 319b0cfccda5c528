// The types of event by subject, in the order in which a case usually meets them.

extension EventCatalogue {
    static let child: [any EventPayload.Type] = [
        ChildRegistered.self, ChildDetailsRecorded.self, RelationshipRecorded.self, RelationshipEnded.self,
    ]

    static let frontDoor: [any EventPayload.Type] = [
        ContactReceived.self, ContactDecided.self, HandoverSent.self, HandoverAccepted.self, ReferralReceived.self,
        ReferralDecided.self, AgencyContacted.self, AgencyReplied.self,
    ]

    static let earlyHelp: [any EventPayload.Type] = [
        EarlyHelpStarted.self, EarlyHelpReviewed.self, EarlyHelpEnded.self, ProgrammeStarted.self, ProgrammeEnded.self,
        ProgrammeJoined.self, ProgrammeLeft.self,
    ]

    static let casework: [any EventPayload.Type] = [
        CaseAllocated.self, CaseDeallocated.self, CaseWaiting.self, CaseWaitingEnded.self, CaseRiskAssessed.self,
        CaseReviewed.self, CaseTransferred.self, CaseClosed.self, CaseReopened.self, NoteRecorded.self,
    ]

    static let assessment: [any EventPayload.Type] = [
        AssessmentStarted.self, AssessmentLeadChanged.self, AssessmentContributorAdded.self, VisitMade.self,
        VisitRequested.self,
        ChildViewRecorded.self, ChildViewNotObtained.self, IdentityRecorded.self, HistoryConsidered.self,
        CultureConsidered.self, FactorRecorded.self, AssessmentCompleted.self, AssessmentReturned.self,
        AssessmentAuthorised.self, AssessmentOverrunExplained.self, AssessmentNotPursued.self,
    ]

    static let protection: [any EventPayload.Type] = [
        StrategyDiscussionHeld.self, Section47Started.self, Section47Concluded.self, ConferenceHeld.self,
        ProtectionPlanTransferNotified.self, ChildProtectionPlanStarted.self, ProtectionPlanCategoryChanged.self,
        ChildProtectionPlanEnded.self, CoreGroupHeld.self, ProtectiveActionRequired.self, ProtectiveActionTaken.self,
        ProtectiveActionNotTaken.self, PoliceProtectionTaken.self, PoliceProtectionEnded.self, OrderMade.self,
        OrderExtended.self, OrderEnded.self, PreProceedingsStarted.self, PreProceedingsMeetingHeld.self,
        PreProceedingsEnded.self, CourtDirectionMade.self, CourtDirectionAnswered.self, FamilyGroupOffered.self,
        FamilyGroupHeld.self, CareProceedingsIssued.self,
        CareProceedingsExtended.self, CareProceedingsConcluded.self, SeriousIncidentIdentified.self,
        SeriousIncidentNotified.self, RapidReviewCompleted.self,
    ]

    static let plans: [any EventPayload.Type] = [
        PlanMade.self, PlanReviewed.self, PlanEnded.self, ActionSet.self, ActionCompleted.self, ActionCancelled.self,
        ServiceRequested.self, ServiceStarted.self, ServiceEnded.self,
    ]

    static let lookedAfter: [any EventPayload.Type] = [
        CareStarted.self, CareLegalStatusChanged.self, CareEnded.self, PlacementStarted.self, PlacementNotified.self,
        PlacementApprovalExtended.self, PlacementApproved.self, PlacementLongTermAgreed.self,
        PlacementHomeNotified.self, PlacementEnded.self,
        CareReviewHeld.self, CareReviewAdjourned.self, CareReviewRequired.self, HealthAssessmentCompleted.self,
        EducationPlanCompleted.self, MissingReported.self,
        MissingFound.self, ReturnInterviewOffered.self, ReturnInterviewHeld.self, LeavingCareStatusSet.self,
        LeavingCareAccommodationStarted.self,
        LeavingCareAccommodationEnded.self, LeavingCareSupportOffered.self,
        PrivateFosteringNotified.self, PrivateFosteringBegun.self, PrivateFosteringVisited.self,
        PrivateFosteringEnded.self,
    ]

    static let oversight: [any EventPayload.Type] = [
        SupervisionHeld.self, DecisionMade.self, DecisionReviewed.self, OversightRecorded.self, AuditCompleted.self,
        AuditShared.self, FindingRaised.self, FindingActionSet.self, FindingProgressNoted.self, FindingClosed.self,
        VacancyOpened.self, VacancyFilled.self, CoordinatorAppointed.self, TrainingCompleted.self,
        DevelopmentRecorded.self, TemplatePublished.self, MeasureImported.self, InspectionPackFrozen.self,
        AlertAcknowledged.self,
        AlertDismissed.self, AlertSilenced.self,
    ]

    static let record: [any EventPayload.Type] = [
        EntryCorrected.self, EntryStruckOut.self, EntryDisputed.self, SignificanceSet.self, ChronologyReviewed.self,
        RecordRestricted.self, RecordUnrestricted.self, RecordMerged.self, RecordUnmerged.self, LegalHoldPlaced.self,
        LegalHoldLifted.self, AccessGranted.self, AccessRevoked.self, EmergencyAccessOpened.self,
        EmergencyAccessReviewed.self,
        RulebookAdopted.self, CalendarAdopted.self,
    ]

    static let workforce: [any EventPayload.Type] = [
        WorkerRegistered.self, WorkerChanged.self, WorkerLeft.self, AbsenceRecorded.self, TeamRegistered.self,
        TeamChanged.self, TeamReorganised.self, TeamClosed.self,
    ]
}
