"""Counts what a children in need census holds: the oracle for the reader. Usage: count.py FILE TODAY"""
import datetime
import json
import sys
import xml.etree.ElementTree as ET
from collections import Counter

root, today = ET.parse(sys.argv[1]).getroot(), datetime.date.fromisoformat(sys.argv[2])


def day(element):
    try:
        date = datetime.date.fromisoformat((element.text or "").strip())
    except ValueError:
        return False
    return datetime.date(1900, 1, 1) <= date <= today


def wrong_upn(text):
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    if len(text) != 13 or not text[1:12].isdigit():
        return True
    values = [int(c) if c.isdigit() else letters.find(c) for c in text[1:]]
    return min(values) < 0 or letters[sum(v * (i + 2) for i, v in enumerate(values)) % 23] != text[0]


def days(path):
    return sum(day(e) for e in root.findall(".//CINdetails/" + path))


counts = Counter({
    "child.registered": sum(any(day(e) for e in c.iter("CINreferralDate")) for c in root.iter("Child")),
    "referral.received": days("CINreferralDate"),
    "case.closed": days("CINclosureDate"),
    "conference.held": days("DateOfInitialCPC") + days("Section47/DateOfInitialCPC")
    + days("ChildProtectionPlans/Reviews/CPPreviewDate"),
    "assessment.started": days("Assessments/AssessmentActualStartDate"),
    "assessment.authorised": days("Assessments/AssessmentAuthorisationDate"),
    "section47.started": days("Section47/S47ActualStartDate"),
    "section47.concluded": sum(e.text in ("1", "true") for e in root.findall(".//Section47/ICPCnotRequired")),
    "plan.made": days("CINPlanDates/CINPlanStartDate"),
    "plan.ended": days("CINPlanDates/CINPlanEndDate"),
    "cp-plan.started": days("ChildProtectionPlans/CPPstartDate"),
    "cp-plan.ended": days("ChildProtectionPlans/CPPendDate"),
})
print(json.dumps({
    "children": len(root.findall(".//Child")),
    "episodes": len(root.findall(".//CINdetails")),
    "events": {k: v for k, v in counts.items() if v},
    "wrongUPNs": sum(wrong_upn(e.text) for n in ("UPN", "FormerUPN") for e in root.iter(n)),
}))
