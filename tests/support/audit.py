"""What runs, looked up among the known faults: `make audit`; and its bill of materials.

Fails where a fault is known. Where the list of faults cannot be reached (a closed network) it says
of how many packages nothing is known, and passes: who releases looks where there is a network.
"""

import json
import subprocess
import sys
from pathlib import Path

PINS = "requirements.txt"
TOOLS = Path(".venv/audit/bin")
MATERIALS = Path("var/sbom.cdx.json")
AUDIT = (
    *(TOOLS / "pip-audit", "-r", PINS, "--no-deps", "--disable-pip"),
    *("-f", "json", "--progress-spinner", "off", "--timeout", "5"),
)
BILL = (TOOLS / "cyclonedx-py", "requirements", PINS, "--output-reproducible")


def main():
    MATERIALS.parent.mkdir(exist_ok=True)
    MATERIALS.write_bytes(subprocess.run(BILL, check=True, capture_output=True).stdout)
    said = subprocess.run(AUDIT, capture_output=True, text=True)
    lines, is_sound = verdict(said.stdout)
    sys.stdout.write("\n".join(lines) + f"\n组成清单 {MATERIALS}\n")
    sys.exit(not is_sound)


def verdict(report):
    """``(lines to print, whether no fault is known)`` of what pip-audit wrote."""
    try:
        packages = json.loads(report)["dependencies"]
    except ValueError:
        return ["依赖漏洞：没有核对，漏洞库不可达"], True
    faults = [
        f"{package['name']} {package['version']}：{fault['id']}，修复版本{_fixes(fault)}"
        for package in packages
        for fault in package.get("vulns", ())
    ]
    unknown = sum("skip_reason" in package for package in packages)
    head = (
        f"依赖漏洞：核对{len(packages) - unknown}项，没有核对{unknown}项（漏洞库不可达），"
        f"发现{len(faults)}个"
    )
    return [head, *faults], not faults


def _fixes(fault):
    return "、".join(fault["fix_versions"]) or "尚无"


if __name__ == "__main__":
    main()
