"""Checks the evidence of a notice; goes into its package as ``check.py``: ``python3 check.py``.

Needs Python alone, and ``openssl`` for the stamps. Says every fault it finds; exit 1 with any.
"""

import gzip
import hashlib
import io
import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from rules import merkle, notice_words

SUMS = "SHA256SUMS"
#: The files of which every line is proved, whatever ``proofs.json`` says.
RECORDS = ("observations.jsonl", "postings.jsonl", "extensions.jsonl")
#: What was just being written when the day's head was made waits for the next one.
AN_HOUR = timedelta(hours=1)


def check(folder):
    """``(faults, remarks)`` of the package unpacked in ``folder``, both lists of sentences."""
    folder = Path(folder)
    if faults := list(_sums(folder)):
        return faults, []
    heads = {path.stem: _head(path) for path in sorted((folder / "heads").glob("*.txt"))}
    proofs = json.loads((folder / "proofs.json").read_text())
    rows = [line for line in (folder / "observations.jsonl").read_bytes().split(b"\n") if line]
    observations = [json.loads(row) for row in rows]
    faults = [
        *_order(observations, proofs),
        *_inclusions(folder, proofs, heads),
        *_unproved(observations, proofs),
        *_consistencies(proofs, heads),
        *_archives(folder, observations),
        *_photos(folder),
        *_stamps(folder, heads),
    ]
    return faults, [*_summary(observations, proofs, heads)]


def _sums(folder):
    listed = {}
    for line in (folder / SUMS).read_text().splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    names = {f"{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file()}
    names = {name for name in names if "__pycache__" not in name} - {SUMS}
    yield from (f"缺少文件 {name}" for name in sorted(set(listed) - names))
    yield from (f"多出文件 {name}" for name in sorted(names - set(listed)))
    for name in sorted(names & set(listed)):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed[name]:
            yield f"文件 {name} 与 {SUMS} 不一致"


def _head(path):
    facts = dict(line.split(" ", 1) for line in path.read_text().splitlines() if " " in line)
    return int(facts["记录数"]), bytes.fromhex(facts["根摘要"])


def _order(observations, proofs):
    numbers = [row["sequence"] for row in observations]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "观测记录的次序不连续，有记录被抽走或者重复"
    if {row["notice"] for row in observations} - {proofs["notice"]}:
        yield "观测记录不属于同一份公示"
    times = [row["observed_at"] for row in observations]
    if times != sorted(times):
        yield "观测记录的时间先后颠倒"


def _inclusions(folder, proofs, heads):
    """Each line of each file under the last head, at the place that its proof names."""
    places = {(each["file"], each["line"]) for each in proofs["leaves"]}
    covered = Counter(name for name, _line in places)
    for name in RECORDS:
        lines = [line for line in (folder / name).read_bytes().split(b"\n") if line]
        if len(lines) != covered[name] + proofs["waiting"].get(name, 0):
            yield f"{name} 的记录数与证明不一致"
    if not proofs["leaves"]:
        return
    size, root = heads[proofs["head"]]
    for each in proofs["leaves"]:
        lines = (folder / each["file"]).read_bytes().split(b"\n")
        if not 0 <= each["line"] < len(lines):
            yield f"{each['file']} 没有第{each['line'] + 1}行"
            continue
        leaf = merkle.leaf_hash(lines[each["line"]])
        proof = [bytes.fromhex(digest) for digest in each["proof"]]
        if not merkle.is_included(leaf, each["number"], size, proof, root):
            yield f"{each['file']} 第{each['line'] + 1}行不在{proofs['head']}的根摘要之下"


def _unproved(observations, proofs):
    """Only what came after the last head may wait for the next one."""
    if not proofs["head"]:
        return
    begun = datetime.fromisoformat(f"{proofs['head']}T00:00:00+08:00") - AN_HOUR
    proved = {each["line"] for each in proofs["leaves"] if each["file"] == RECORDS[0]}
    for line, row in enumerate(observations):
        if line not in proved and datetime.fromisoformat(row["observed_at"]) < begun:
            yield f"第{row['sequence']}次观测早于{proofs['head']}的根摘要，却没有证明"


def _consistencies(proofs, heads):
    proved = {each["day"] for each in proofs["consistency"]}
    for day in sorted(set(heads) - proved):
        yield f"没有{day}的根摘要的一致性证明"
    for each in proofs["consistency"]:
        old_size, old = heads[each["day"]]
        size, root = heads[proofs["head"]]
        proof = [bytes.fromhex(digest) for digest in each["proof"]]
        if not merkle.is_consistent(old_size, size, old, root, proof):
            yield f"{each['day']}的根摘要与{proofs['head']}的不一致，其间有记录被改动"


def _archives(folder, observations):
    archived = {row["archive_sha256"]: row for row in observations if row["archive_sha256"]}
    paths = {path.name.split(".")[0]: path for path in (folder / "warc").glob("*.warc.gz")}
    yield from (f"缺少网页存档 {digest}" for digest in sorted(set(archived) - set(paths)))
    yield from (f"网页存档 {digest} 没有观测记录" for digest in sorted(set(paths) - set(archived)))
    for digest in sorted(set(archived) & set(paths)):
        data = paths[digest].read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            yield f"网页存档 {digest} 已被改动"
        else:
            yield from _archived_words(archived[digest], bodies(data))


def _photos(folder):
    rows = (folder / "postings.jsonl").read_bytes().split(b"\n")
    digests = {json.loads(row)["photo_sha256"] for row in rows if row}
    for path in sorted((folder / "photos").glob("*")):
        if path.stem not in digests:
            yield f"照片 {path.name} 没有张贴记录"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            yield f"照片 {path.name} 已被改动"


def _archived_words(row, answers):
    where = f"第{row['sequence']}次观测"
    page = answers.get(row["address"], b"").decode("utf-8", "replace")
    words = notice_words.words_of(page)
    if (notice_words.digest(words) if words else "") != row["words_sha256"]:
        yield f"{where}：存档网页的文字与记录的摘要不一致"
    for file in row["files"]:
        body = answers.get(file["address"], b"")
        if file["sha256"] and hashlib.sha256(body).hexdigest() != file["sha256"]:
            yield f"{where}：存档的附件与记录的摘要不一致"


def bodies(warc):
    """``{address: body}`` of the responses in the bytes of a WARC (ISO 28500)."""
    stream, answers = io.BytesIO(gzip.decompress(warc)), {}
    while line := stream.readline():
        if not line.startswith(b"WARC/"):
            continue
        headers = dict(_headers(stream))
        block = stream.read(int(headers["content-length"]))
        if headers["warc-type"] == "response":
            answers[headers["warc-target-uri"]] = block.partition(b"\r\n\r\n")[2]
    return answers


def _headers(stream):
    while line := stream.readline().strip():
        name, _, value = line.decode().partition(":")
        yield name.lower(), value.strip()


def _stamps(folder, heads):
    roots = folder / "roots.pem"
    for day in sorted(heads):
        answer = folder / "heads" / f"{day}.tsr"
        if answer.exists() and not roots.exists():
            yield f"{day}的时间戳没有根证书可以核对"
        elif answer.exists():
            command = ["openssl", "ts", "-verify", "-data", f"{answer.with_suffix('.txt')}"]
            command += ["-in", f"{answer}", "-CAfile", f"{roots}"]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                yield f"{day}的时间戳不能验证"


def _summary(observations, proofs, heads):
    outcomes = Counter(row["outcome"] for row in observations)
    good = outcomes.pop("good", 0)
    yield f"公示 {proofs['notice']}：观测{len(observations)}次，正常{good}次"
    yield from (f"异常 {outcome}：{number}次" for outcome, number in sorted(outcomes.items()))
    if observations:
        yield f"自{observations[0]['observed_at']}至{observations[-1]['observed_at']}（UTC）"
    yield f"根摘要{len(heads)}个；尚未汇入根摘要的记录{sum(proofs['waiting'].values())}条"
    yield "请另从时间戳机构取得根证书，与 roots.pem 比较"
    yield "请另从公开凭证网页、订阅或者见证邮件取得根摘要，与 heads 比较"


def main():
    faults, remarks = check(Path(__file__).resolve().parent)
    sys.stdout.write("".join(f"{line}\n" for line in [*remarks, *map("不符：{}".format, faults)]))
    sys.stdout.write("核对不符\n" if faults else "核对相符\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
