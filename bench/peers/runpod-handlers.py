"""The handlers of the recorded scenarios for RunPod's own worker: python runpod-handlers.py HANDLER PLACES [unfit].

Needs the package `runpod` 1.12.0.
"""

import asyncio
import os
import sys

NAME, PLACES, REST = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
sys.argv = sys.argv[:1]
os.environ["RUNPOD_SKIP_AUTO_SYSTEM_CHECKS"] = "true"
os.environ["RUNPOD_SKIP_GPU_CHECK"] = "true"

import runpod  # noqa: E402

SECOND_S = 1.0

ERRORS = {
    "plain": {"error": "custom failure"},
    "with_output": {"error": "custom failure", "detail": 7},
    "object": {"error": {"code": "E1", "msg": "x"}},
    "empty": {"error": "", "detail": 7},
    "list": {"error": ["a", "b"]},
    "error_and_refresh": {"error": "bad", "refresh_worker": True},
}
REFRESH = {
    "with": {"job_results": [1], "refresh_worker": True},
    "only": {"refresh_worker": True},
    "false": {"refresh_worker": False, "x": 1},
}


def wanted(job_id: str) -> str:
    return job_id.split("-", 2)[2]


async def async_ok(job: dict) -> object:
    seconds = (job["input"] or {}).get("sleep")
    if seconds is not None:
        await asyncio.sleep(seconds * SECOND_S)
    return {"echo": job["input"], "keys": sorted(job.keys())}


async def raise_(job: dict) -> object:
    raise ValueError("boom: bad prompt")


async def errors(job: dict) -> object:
    return dict(ERRORS[wanted(job["id"])])


async def refresh(job: dict) -> object:
    return dict(REFRESH[wanted(job["id"])])


async def progress_async(job: dict) -> object:
    for step in range(3):
        runpod.serverless.progress_update(job, f"step {step}")
        await asyncio.sleep(0.1)
    return {"done": True}


async def progress_race(job: dict) -> object:
    for step in range(5):
        runpod.serverless.progress_update(job, step)
    return "final"


async def concurrent(job: dict) -> object:
    await asyncio.sleep(job["input"]["sleep"] * SECOND_S)
    return {"id": job["id"]}


async def cancel_aware(job: dict) -> object:
    await asyncio.sleep(job["input"]["sleep"] * SECOND_S)
    return {"finished": True}


HANDLERS = {
    "async_ok": async_ok,
    "raise": raise_,
    "errors": errors,
    "refresh": refresh,
    "progress_async": progress_async,
    "progress_race": progress_race,
    "concurrent": concurrent,
    "cancel_aware": cancel_aware,
}

if "unfit" in REST:

    @runpod.serverless.register_fitness_check
    def gpu_present() -> None:
        raise RuntimeError("no GPU here")


runpod.serverless.start({"handler": HANDLERS[NAME], "concurrency_modifier": lambda current: PLACES})
