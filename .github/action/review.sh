#!/bin/sh
# The review of a pull request, for action.yml: the job's summary, annotations and
# one comment. All that comes from outside comes in variables, and is never a part
# of a command's text.
set -eu

# Settings are the log's own, and no variable of the job's.
for name in $(env | sed -n 's/^\(TRADEOFF_[A-Z0-9_]*\)=.*/\1/p'); do
	unset "$name"
done

token=${GH_TOKEN:-}
unset GH_TOKEN # for gh alone

base=${REVIEW_BASE:-}
if [ -z "$base" ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
	base=origin/$GITHUB_BASE_REF
fi

mkdir -p "$REVIEW_TEMP"
body=$REVIEW_TEMP/review.md

review() {
	set -- review "$@"
	[ -z "$base" ] || set -- "$@" "--base=$base"
	[ -z "${REVIEW_AS_OF:-}" ] || set -- "$@" "--as-of=$REVIEW_AS_OF"
	(cd "./${REVIEW_FOLDER:-.}" && "$REVIEW_PROGRAM" "$@")
}

notice() {
	printf '::notice title=tradeoff review::%s\n' "$1"
}

review --format=markdown --fail-on=never >"$body" # its first line is the marker
cat "$body" >>"$GITHUB_STEP_SUMMARY"

# Findings on their lines; what the job ends with is told last.
status=0
review --format=github "--fail-on=${REVIEW_FAIL_ON:-error}" || status=$?

# comment writes the one comment that begins with the marker, anew or over itself.
# Somebody else's that begins so is not touched.
comment() {
	author=$(GH_TOKEN=$token gh api user --jq .login 2>/dev/null) || author=
	id=$(GH_TOKEN=$token REVIEW_AUTHOR=$author gh api --paginate \
		"repos/$GITHUB_REPOSITORY/issues/$REVIEW_PULL/comments?per_page=100" \
		--jq '.[] | select((.body // "") | startswith("<!-- tradeoff-review -->"))
			| select(if env.REVIEW_AUTHOR == "" then .user.type == "Bot" else .user.login == env.REVIEW_AUTHOR end) | .id') || return 1
	id=$(printf '%s\n' "$id" | sed -n 1p)
	case $id in
	'') GH_TOKEN=$token gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$REVIEW_PULL/comments" -F "body=@$body" >/dev/null ;;
	*[!0-9]*) return 1 ;;
	*) GH_TOKEN=$token gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$body" >/dev/null ;;
	esac
}

if [ "${REVIEW_COMMENT:-true}" = true ]; then
	case ${REVIEW_PULL:-} in
	'' | *[!0-9]*) notice 'no pull request to comment on; the review is in the summary of the job' ;;
	*) comment || notice 'no comment could be written, as the token of a fork may only read; the review is in the summary of the job' ;;
	esac
fi
exit "$status"
