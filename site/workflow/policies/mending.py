"""Is every point of a request to mend answered, and does the answer hold? (R66)"""

from ..models import PointAnswer

SHORTEST_EXPLANATION = 5
LONGEST_EXPLANATION = 500


def reasons_against_answers(points, answers, mended):
    """Why ``answers`` (``{key of a point: {kind, text}}``) do not do, as ``[(key, reason)]``.

    ``mended`` is the :class:`workflow.mending.Mended` of the product: that something was changed
    or handed in is held against the submission that came back.
    """
    return [
        (point.key, reason)
        for point in points
        if (reason := _reason_against(point, answers.get(point.key) or {}, mended))
    ]


def _reason_against(point, answer, mended):
    kind, text = answer.get("kind"), (answer.get("text") or "").strip()
    if kind not in PointAnswer.Kind.values:
        return f"请答复“{point.words}”"
    if len(text) > LONGEST_EXPLANATION:
        return f"“{point.words}”的说明不得超过{LONGEST_EXPLANATION}个字"
    if kind == PointAnswer.Kind.CHANGED and not mended.is_changed(point):
        return f"“{point.words}”：有关内容与退回时相同，请修改，或者选“说明情况”并写明"
    if kind == PointAnswer.Kind.FILE and mended.file_for(point) is None:
        return f"“{point.words}”：退回以后没有上传有关文件，请上传，或者选“说明情况”并写明"
    if kind == PointAnswer.Kind.EXPLANATION and len(text) < SHORTEST_EXPLANATION:
        return f"“{point.words}”：请写明情况（至少{SHORTEST_EXPLANATION}个字）"
    return ""
