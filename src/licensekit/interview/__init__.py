"""An interview: the questions that settle an answer, one after the other, each with answers that can be given."""

from licensekit.interview.interview import Answered, Interview, Progress
from licensekit.interview.questions import ClauseAsking, InterviewQuestion, Offer

__all__ = ["Answered", "ClauseAsking", "Interview", "InterviewQuestion", "Offer", "Progress"]
