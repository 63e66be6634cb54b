"""The pipelines' surroundings, played on this machine: a forge with its API, its runners, and a program in vpgen's place."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml

PROJECT = Path(__file__).resolve().parents[1]
CI = PROJECT / "ci"
FILES = {
    "github": CI / "github" / "vpgen.yml",
    "forgejo": CI / "forgejo" / "vpgen.yml",
    "gitlab": CI / "gitlab" / "vpgen.gitlab-ci.yml",
    "azure": CI / "azure" / "vpgen.azure-pipelines.yml",
}
TOKEN, PREVIEW_KEY, SITE_KEY = "token-som-ingen-ser", "granskningens-nyckel", "webbplatsens-nyckel"
SECRETS = {TOKEN, PREVIEW_KEY, SITE_KEY}
OURS, OTHERS = 7, 8
"""The ids of the user whose token it is, and of somebody else."""

VPGEN = """#!/bin/sh
# Stands in for vpgen: says in files what it was asked, and of what content and look.
command=$1
shift
case $command in
check) if grep -rq TRASIGT content; then echo 'content/organisation.yml:1:1: fel'; exit 1; fi ;;
build)
    if grep -rq TRASIGT content; then echo 'content/organisation.yml:1:1: fel'; exit 1; fi
    asked="$*"
    while [ "$1" != --site ]; do shift; done
    mkdir -p "$2"
    { echo "$asked"; cat mkdocs.yml content/organisation.yml; cat templates/mall.html 2>/dev/null; } >"$2/index.html"
    ;;
diff)
    if [ "$1" = --help ]; then cat "$0.hjalp"; exit; fi
    base=$1 head=$2
    shift 2
    echo "### Ändringar: $*"
    git diff "$base" "$head" -- content | grep '^[+-]'
    if git grep -q TRASIGT "$head" -- content; then exit 1; fi
    ;;
esac
"""


def run(*words, cwd, **values):
    """Run a program; give how it ended, with what it wrote."""
    done = subprocess.run(
        list(map(str, words)), cwd=cwd, capture_output=True, text=True, check=False, **values
    )
    done.said = done.stdout + done.stderr
    return done


def git(folder, *words):
    """Run git as an invented person; give what it wrote."""
    who = (
        "-c",
        "user.name=Vera Påhitt",
        "-c",
        "user.email=vera@example.org",
        "-c",
        "protocol.file.allow=always",
    )
    done = run("git", *who, *words, cwd=folder)
    assert done.returncode == 0, done.said
    return done.stdout.strip()


def environment(folder, **values):
    """What a runner gives its steps: nothing of this machine's but what programs need to be found."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    path = os.pathsep.join([str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    return kept | {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"} | values


def write_program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


class Api:
    """A forge's API with one repository: comments by number of proposal, and which proposals are open."""

    def __init__(self, kind):
        self.kind = kind
        self.comments = {}
        self.open = []
        self.asked = []
        self.last = 100
        self.knows_user = True
        self.knows_pages = True
        self.at_once = None
        self.refusal = "nej"

    def add(self, number, text, author=OURS):
        self.last += 1
        self.comments[self.last] = {"number": number, "text": text, "author": author}
        return self.last

    def texts(self, number):
        return [each["text"] for each in self.comments.values() if each["number"] == number]

    def shown(self, id_):
        each = self.comments[id_]
        match self.kind:
            case "azure":
                comment = {"id": 1, "content": each["text"], "author": {"id": str(each["author"])}}
                return {"id": id_, "comments": [comment]}
            case "gitlab":
                return {"id": id_, "body": each["text"], "author": {"id": each["author"]}}
            case _:
                user = {"id": each["author"], "type": "Bot" if each["author"] == OURS else "User"}
                return {"id": id_, "body": each["text"], "user": user}

    def answer(self, method, address, body):  # noqa: PLR0911 - one per kind of question
        """Give status and JSON for a request."""
        self.asked.append((method, urlsplit(address).path))
        path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
        page = int(query.get("page", ["1"])[0])
        if path.endswith("/user"):
            return (200, {"id": OURS}) if self.knows_user else (403, {"message": "nej"})
        if found := re.search(r"/(?:pulls|merge_requests|pullrequests)$", path):
            name = {"gitlab": "iid", "azure": "pullRequestId"}.get(self.kind, "number")
            rows = [{"id": 900 + number, name: number} for number in self.open]
            return 200, {"value": rows} if self.kind == "azure" else rows[(page - 1) * 2 :][:2]
        if found := re.search(r"/(\d+)/(?:comments|notes|threads)$", path):
            number = int(found[1])
            if method == "POST":
                text = body["comments"][0]["content"] if self.kind == "azure" else body["body"]
                if self.at_once:
                    self.add(number, self.at_once)
                    self.at_once = None
                return 201, self.shown(self.add(number, text))
            rows = [self.shown(id_) for id_, each in self.comments.items() if each["number"] == number]
            if self.kind == "azure":
                return 200, {"value": rows}
            return 200, rows[(page - 1) * 2 :][:2] if self.knows_pages else rows
        found = re.search(r"/threads/(\d+)/comments/1$|/(?:comments|notes)/(\d+)$", path)
        each = self.comments[int(found[1] or found[2])]
        if each["author"] != OURS:
            return 403, {"message": "nej"}
        if method == "DELETE":
            del self.comments[int(found[1] or found[2])]
            return 204, None
        each["text"] = body["content" if self.kind == "azure" else "body"]
        return 200, {}

    @contextmanager
    def serving(self):
        """Answer on a port of this machine; gives the address of the repository in the API."""
        api = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def reply(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                known = (f"Bearer {TOKEN}", f"token {TOKEN}")
                allowed = self.headers["PRIVATE-TOKEN"] == TOKEN or self.headers["Authorization"] in known
                status, answer = api.answer(self.command, self.path, body) if allowed else (401, api.refusal)
                data = b"" if answer is None else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = reply  # noqa: N815 - as the library calls them

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            where = {"gitlab": "/projects/1", "azure": "/samling/projekt/_apis/git/repositories/1"}
            yield f"http://127.0.0.1:{server.server_port}{where.get(self.kind, '/repos/region/planer')}"
            server.shutdown()


class Missing(str):
    """What a context does not have: an empty text, with nothing but empty texts in it."""

    __slots__ = ()

    def __getattr__(self, name):
        return self


class Looked(dict):
    """A context of a workflow."""

    def __getattr__(self, name):
        return self.get(name, Missing())


def contexts(values):
    return Looked(
        {name: contexts(value) if isinstance(value, dict) else value for name, value in values.items()}
    )


def expression(text, names):
    """What an expression of GitHub's kind gives."""
    pieces = re.split(r"('[^']*')", text.strip())
    pieces[::2] = [
        re.sub(r"!(?!=)", " not ", piece.replace("&&", " and ").replace("||", " or "))
        for piece in pieces[::2]
    ]
    functions = {"format": lambda form, *given: form.format(*given), "cancelled": lambda: False}
    return eval(
        "".join(pieces).strip(), {"__builtins__": {}}, functions | names
    )  # the workflow file is our own


def filled(text, names):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(expression(found[1], names)), str(text))


def holds(condition, names, *, good):
    """Whether a job or step is run; without a function of its own only where nothing has failed."""
    text = str(condition).strip().removeprefix("${{").removesuffix("}}")
    return (good or "cancelled()" in text) and bool(expression(text, names))


def reads_content(script):
    """Whether a step runs what reads content, other than to publish what is on main already."""
    return (
        re.search(r"ci/(installera|kontrollera|forhandsgranska|sjalvtest)", script)
        and "ci/publicera" not in script
    )


class Runner:
    """Runs the jobs of a thin file for an event, as its forge would, with the steps as shell."""

    def __init__(self, kind, folder, bare, api_address):
        self.kind, self.folder, self.bare, self.api_address = kind, folder, bare, api_address
        self.file = yaml.safe_load(FILES[kind].read_text(encoding="utf-8"))
        self.log, self.artifacts, self.count = "", folder / "artefakter", 0
        self.summary = folder / "sammanfattning"
        self.given = set()

    def settings(self):
        """What the it-enhet sets."""
        web = self.folder / "webb"
        return {
            "VPGEN_WEBB": str(web / "planer"),
            "VPGEN_WEBB_ADRESS": "https://intranat.example.org/planer",
            "VPGEN_GRANSKA": str(web / "granska"),
            "VPGEN_GRANSKA_ADRESS": "https://intranat.example.org/granska",
            "VPGEN_BEHALL": "2",
        }

    def checkout(self, ref):
        """A clone of a commit, with every branch, as the forges' runners make them."""
        self.count += 1
        work = self.folder / f"arbete-{self.count}"
        git(self.folder, "clone", "--quiet", "--no-checkout", self.bare, work)
        git(work, "fetch", "--quiet", "origin", "+refs/pull/*:refs/remotes/pull/*")
        found = run(
            "git",
            "rev-parse",
            "--verify",
            "--quiet",
            ref.replace("refs/pull/", "refs/remotes/pull/"),
            cwd=work,
        )
        git(work, "checkout", "--quiet", "--detach", found.stdout.strip())
        return work

    def shell(self, work, script, values):
        given = SECRETS & set(values.values())
        assert not (reads_content(script) and given), script
        assert given <= ({SITE_KEY} if "ci/publicera" in script else {TOKEN, PREVIEW_KEY}), script
        self.given |= given
        done = run("bash", "-ec", script, cwd=work, env=environment(self.folder, **values))
        self.log += done.said
        return done.returncode == 0

    def keep(self, work, path):
        shutil.rmtree(self.artifacts, ignore_errors=True)
        shutil.copytree(work / path, self.artifacts)

    def run(self, event):
        """Run what an event starts; give how each job that ran ended."""
        self.log, self.given = "", set()
        return {"gitlab": self.run_gitlab, "azure": self.run_azure}.get(self.kind, self.run_actions)(event)

    def run_actions(self, event):
        is_fork = bool(event.get("fork"))
        pull = {
            "number": event.get("number", ""),
            "base": {"sha": event["base"]},
            "head": {
                "sha": event["head"],
                "repo": {"full_name": "granne/planer" if is_fork else "region/planer"},
            },
        }
        is_pull = event["name"] == "pull"
        payload = {"repository": {"default_branch": "main"}} | (
            {"pull_request": pull, "action": event.get("action", "synchronize")} if is_pull else {}
        )
        names = contexts(
            {
                "github": {
                    "event_name": "pull_request" if is_pull else "push",
                    "event": payload,
                    "repository": "region/planer",
                    "sha": event["head"],
                    "ref": "refs/pull/x/merge" if is_pull else f"refs/heads/{event['branch']}",
                    "ref_name": event["branch"],
                    "head_ref": event["branch"] if is_pull else "",
                    "api_url": self.api_address.partition("/repos/")[0],
                },
                "vars": self.settings(),
            }
        )
        ended = {}
        for name, job in self.file["jobs"].items():
            needs = [job["needs"]] if "needs" in job else []
            names["needs"] = contexts({each: {"result": ended.get(each, "skipped")} for each in needs})
            good = all(ended.get(each) == "success" for each in needs)
            if holds(job["if"], names, good=good):
                names["secrets"] = contexts({} if is_fork else self.actions_secrets(job))
                ended[name] = "success" if self.actions_job(job, names) else "failure"
        return ended

    def actions_secrets(self, job):
        """What a job that is ours can name: at GitHub its environment's keys, elsewhere the repository's."""
        keys = {
            "granska": {"VPGEN_GRANSKA_NYCKEL": PREVIEW_KEY},
            "webbplats": {"VPGEN_WEBB_NYCKEL": SITE_KEY},
        }
        if self.kind == "github":
            return {"GITHUB_TOKEN": TOKEN} | keys.get(job.get("environment"), {})
        return {"GITHUB_TOKEN": TOKEN} | keys["granska"] | keys["webbplats"]

    def actions_job(self, job, names):
        shared = {key: filled(value, names) for key, value in self.file["env"].items()}
        names["env"] = contexts(shared)
        good, work = True, None
        for step in job["steps"]:
            if not holds(step.get("if", "True"), names, good=good):
                continue
            given = {key: filled(value, names) for key, value in step.get("with", {}).items()}
            match step.get("uses", "").partition("@")[0]:
                case "actions/checkout":
                    work = self.checkout(given.get("ref", names["github"].sha))
                case "actions/upload-artifact":
                    self.keep(work, given["path"])
                case "actions/download-artifact":
                    shutil.copytree(self.artifacts, work / given["path"])
                case _:
                    own = {key: filled(value, names) for key, value in step.get("env", {}).items()}
                    summary = {"GITHUB_STEP_SUMMARY": str(self.summary)} if self.kind == "github" else {}
                    good = self.shell(work, step["run"], shared | summary | own) and good
        return good

    def run_gitlab(self, event):
        is_pull = event["name"] == "pull"
        values = {
            "CI_PIPELINE_SOURCE": "merge_request_event" if is_pull else "push",
            "CI_COMMIT_SHA": event["head"],
            "CI_COMMIT_REF_NAME": event["branch"],
            "CI_DEFAULT_BRANCH": "main",
            "CI_PROJECT_ID": event.get("runs_in", "1"),
            "CI_API_V4_URL": self.api_address.partition("/projects/")[0],
        }
        if is_pull:
            values |= {
                "CI_MERGE_REQUEST_IID": str(event["number"]),
                "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(self.bare, "merge-base", event["base"], event["head"]),
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": event["branch"],
                "CI_MERGE_REQUEST_PROJECT_ID": "1",
                "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2" if event.get("fork") else "1",
            }
        else:
            values["CI_COMMIT_BRANCH"] = event["branch"]
        if event.get("runs_in", "1") == "1":
            values |= self.settings()
        values |= self.file["variables"]
        ended = {}
        for name, job in self.file.items():
            if "script" not in job or not self.gitlab_wants(job, values, event):
                continue
            needs = [each["job"] for each in job.get("needs", [])]
            always = any(rule.get("when") == "always" for rule in job.get("rules", []))
            if all(ended.get(each) == "success" for each in needs) or always:
                ended[name] = "success" if self.gitlab_job(job, values) else "failure"
        return ended

    def gitlab_wants(self, job, values, event):
        if (job.get("environment", {}).get("action") == "stop") != (event.get("action") == "closed"):
            return False
        names = {key: value for key, value in values.items() if isinstance(value, str)}

        def is_true(rule):
            text = re.sub(r"\$(\w+)", r"given.\1", rule["if"])
            return expression(text.replace('"', "'"), {"given": Looked(names)})

        return any(is_true(rule) for rule in job.get("rules", [{"if": "'ja'"}]))

    def gitlab_job(self, job, values):
        work = self.checkout(values["CI_COMMIT_SHA"])
        if job.get("needs"):
            shutil.copytree(self.artifacts, work / "granska")
        match job.get("environment", {}).get("name", "").partition("/")[0]:
            case "granska":
                secrets = {"VPGEN_TOKEN": TOKEN, "VPGEN_GRANSKA_NYCKEL": PREVIEW_KEY}
            case "webbplats":
                secrets = {"VPGEN_WEBB_NYCKEL": SITE_KEY}
            case _:
                secrets = {}
        given = {key: value for key, value in values.items() if isinstance(value, str)}
        lines = [*self.file[job["extends"]]["before_script"], *job["script"]]
        good = self.shell(work, "\n".join(lines), given | secrets)
        for path in job.get("artifacts", {}).get("paths", []):
            self.keep(work, path)
        return good

    def run_azure(self, event):
        is_fork, is_pull = bool(event.get("fork")), event["name"] == "pull"
        if event.get("action") == "closed":
            event = {"name": "schedule", "branch": "main", "head": event["base"]}
        reason = {"pull": "PullRequest", "schedule": "Schedule"}.get(event["name"], "IndividualCI")
        values = {
            "Build.Reason": reason,
            "Build.SourceBranch": f"refs/heads/{event['branch']}",
            "Build.SourceVersion": event["head"],
            "Build.Repository.ID": "1",
            "System.CollectionUri": self.api_address.partition("projekt/")[0],
            "System.TeamProjectId": "projekt",
            **self.settings(),
            "VPGEN_FORGE": "azure",
        }
        # In a group of its own, which only what names it is given.
        place = {"VPGEN_WEBB": values.pop("VPGEN_WEBB")}
        if is_pull and event["name"] == "pull":
            values |= {
                "System.PullRequest.IsFork": "True" if is_fork else "False",
                "System.PullRequest.SourceCommitId": event["head"],
                "System.PullRequest.SourceBranch": f"refs/heads/{event['branch']}",
                "System.PullRequest.TargetBranch": "refs/heads/main",
                "System.PullRequest.PullRequestId": str(event["number"]),
            }
        ended = {}
        for stage in self.file["stages"]:
            good = (
                all(ended.get(each) == "success" for each in [stage["dependsOn"]] if each)
                if "dependsOn" in stage
                else True
            )
            if stage.get("dependsOn") and stage["dependsOn"] not in ended:
                continue
            if azure_holds(stage["condition"], values, good=good):
                jobs = [
                    job
                    for job in stage["jobs"]
                    if azure_holds(job.get("condition", "succeeded()"), values, good=True)
                ]
                publishes = {"group": "vpgen-webb"} in stage.get("variables", [])
                known = values | place if publishes else values
                keys = {} if is_fork else {"System.AccessToken": TOKEN, "VPGEN_GRANSKA_NYCKEL": PREVIEW_KEY}
                secrets = keys | {"VPGEN_WEBB_NYCKEL": SITE_KEY} if publishes else keys
                results = [self.azure_job(job, known, event, secrets) for job in jobs]
                ended[stage["stage"]] = "success" if all(results) else "failure"
        return ended

    def azure_job(self, job, values, event, secrets):
        good, work = True, None
        for step in job["steps"]:
            if not azure_holds(step.get("condition", "succeeded()"), values, good=good):
                continue
            if "checkout" in step:
                work = self.checkout(event["head"])
            elif "publish" in step:
                self.keep(work, step["publish"])
            elif "download" in step:
                shutil.copytree(self.artifacts, work.parent / f"{work.name}-rum" / step["artifact"])
            else:
                own = {
                    key: with_macros(value, values | secrets) for key, value in step.get("env", {}).items()
                }
                shared = {key.upper().replace(".", "_"): value for key, value in values.items()}
                shared["PIPELINE_WORKSPACE"] = str(work.parent / f"{work.name}-rum")
                good = self.shell(work, step["script"], shared | own) and good
        return good


def with_macros(text, known):
    """A value with Azure's $(NAME) filled in; what nothing is called stays as it stands."""
    return re.sub(r"\$\(([\w.]+)\)", lambda found: known.get(found[1], found[0]), text)


def azure_holds(condition, values, *, good):
    """Whether a condition of Azure's functions holds."""
    functions = {
        "eq": lambda one, other: one == other,
        "ne": lambda one, other: one != other,
        "and_": lambda *all_: all(all_),
        "not_": lambda one: not one,
        "canceled": lambda: False,
        "succeeded": lambda: good,
        "variables": Looked(values),
    }
    text = re.sub(r"\b(and|not)\(", r"\1_(", condition)
    text = re.sub(r"variables\[('[^']*')\]", r"variables.get(\1)", text)
    return (good or "canceled()" in condition) and bool(eval(text, {"__builtins__": {}}, functions))
