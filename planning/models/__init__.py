"""What plans rest on: caseloads, answers, statements, exits, letters, decisions. One noun per file."""

from planning.models.caseload import CaseloadShare, PlanningSettings
from planning.models.exit_plan import ExitClinician, ExitPlan, ExitStage, ReleaseLetter
from planning.models.grouping import GroupConsideration, GroupDecision
from planning.models.questionnaire import Answer, Questionnaire
from planning.models.statement import Statement

__all__ = [
    "Answer",
    "CaseloadShare",
    "ExitClinician",
    "ExitPlan",
    "ExitStage",
    "GroupConsideration",
    "GroupDecision",
    "PlanningSettings",
    "Questionnaire",
    "ReleaseLetter",
    "Statement",
]
