"""Holds Kubernetes Jobs to the published OpenAPI: validate.py swagger.json JOB.yaml...

The schema by itself lets unknown fields pass; here a misspelt one is refused. Each Job is also broken in several ways, and each must be refused.
"""
import copy
import json
import sys

import jsonschema
import yaml

JOB = "io.k8s.api.batch.v1.Job"


def refuse_unknown_fields(node):
    """Closes every object that lists its fields."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict) and isinstance(node.get("properties"), dict):
        node.setdefault("additionalProperties", False)
    for child in children:
        refuse_unknown_fields(child)


def load(path):
    with open(path) as file:
        api = json.load(file)
    refuse_unknown_fields(api["definitions"])
    job = api["definitions"][JOB]
    kind = job["x-kubernetes-group-version-kind"][0]
    job["properties"]["apiVersion"]["enum"] = [f"{kind['group']}/{kind['version']}"]
    job["properties"]["kind"]["enum"] = [kind["kind"]]
    job["required"] = ["apiVersion", "kind", "metadata", "spec"]
    schema = {"$schema": "http://json-schema.org/draft-04/schema#", "$ref": f"#/definitions/{JOB}", "definitions": api["definitions"]}
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema)


def at(job, *path):
    for step in path:
        job = job[step]
    return job


POD = ("spec", "template", "spec")
BREAKS = {
    "a field that is not there": lambda job: job["spec"].update(backoffLimitPerIndx=3),
    "one deep inside": lambda job: at(job, *POD, "containers", 0, "env", 0, "valueFrom", "fieldRef").update(path="x"),
    "text for a number": lambda job: job["spec"].update(completions="6"),
    "a truth value for text": lambda job: at(job, "spec", "podFailurePolicy", "rules", 0, "onPodConditions", 0).update(status=True),
    "a number among the arguments": lambda job: at(job, *POD, "containers", 0)["args"].append(1),
    "no action in a rule": lambda job: at(job, "spec", "podFailurePolicy", "rules", 0).pop("action"),
    "no template": lambda job: job["spec"].pop("template"),
    "no name of the container": lambda job: at(job, *POD, "containers", 0).pop("name"),
    "no claim's name": lambda job: at(job, *POD, "volumes", 0, "persistentVolumeClaim").pop("claimName"),
    "resources a level too high": lambda job: at(job, *POD).update(resources=at(job, *POD, "containers", 0).pop("resources")),
    "another version of the API": lambda job: job.update(apiVersion="batch/v1beta1"),
}


def main(schema_path, *jobs):
    validator = load(schema_path)
    failures = 0
    for path in jobs:
        with open(path) as file:
            job = yaml.safe_load(file)
        name = path.rsplit("/", 1)[-1]
        errors = list(validator.iter_errors(job))
        print(f"{name}: {'valid' if not errors else 'NOT VALID'}")
        for error in errors:
            print(f"  /{'/'.join(map(str, error.absolute_path))}: {error.message}")
        failures += len(errors)
        for what, spoil in BREAKS.items():
            broken = copy.deepcopy(job)
            spoil(broken)
            error = next(validator.iter_errors(broken), None)
            print(f"  {what}: {'refused, ' + error.message[:90] if error else 'NOT REFUSED'}")
            failures += error is None
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
