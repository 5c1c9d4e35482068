# What the walks say to the services, said shortly. To be sourced by bash, with the system running.
export PATH="$PWD/.venv/bin:$PATH"
eval "$(mentoring stack addresses --shell)" # ENROLLMENT, PARTNERSHIPS, ACCOUNTABILITY

id() { python3 -c 'import uuid; print(uuid.uuid4())'; }
field() { python3 -c "import json, sys; print(json.load(sys.stdin)['$1'])"; }
first() { python3 -c "import json, sys; print(json.load(sys.stdin)['items'][0]['$1'])"; }
day() { date -u -d "$1 days" +%F; } # day -7, day +30

ask() { curl -sS --fail-with-body -H "Authorization: Bearer $1" "${@:2}" && echo; }               # TOKEN URL
try() { curl -sS -H "Authorization: Bearer $1" -H "Idempotency-Key: $(id)" -H 'Content-Type: application/json' -d "$3" "$2"; echo; }
say() { ask "$1" "$2" -H "Idempotency-Key: $(id)" -H 'Content-Type: application/json' -d "$3"; } # TOKEN URL BODY

# A program of its own for each walk, with its administrator.
new_program() { # LEAST USUAL MOST weeks; sets PROGRAM, TERMS, ADMIN
  PROGRAM=$(id)
  ADMIN=$(mentoring token "ada-$PROGRAM" --role administrator)
  say "$ADMIN" "$ENROLLMENT/programs" "{\"program_id\": \"$PROGRAM\", \"key\": \"p-${PROGRAM:0:13}\"}" >/dev/null
  TERMS=$(publish_terms "$@")
  register ada >/dev/null
}
publish_terms() {
  say "$ADMIN" "$ENROLLMENT/programs/$PROGRAM/terms" "{
    \"responsibilities\": {\"mentor\": \"Listens, asks, opens doors.\", \"mentee\": \"Drives: schedules, prepares, follows up.\",
      \"manager\": \"Respects the agreed times.\", \"administrator\": \"Asks regularly how it is going.\"},
    \"duration_weeks\": {\"least\": $1, \"usual\": $2, \"most\": $3}, \"policy\": {}}" | field digest
}
register() { # NAME [MANAGER_ID]: prints the person's id
  say "$ADMIN" "$ENROLLMENT/people" "{\"subject\": \"$1-$PROGRAM\", \"name\": \"$1\", \"email\": \"$1@example.com\",
    \"time_zone\": \"Europe/Berlin\", \"manager_id\": $([ $# = 1 ] && echo null || echo "\"$2\"")}" | field person_id
}
as() { mentoring token "$1-$PROGRAM" --role participant; } # NAME
enroll() {                                                 # TOKEN PERSON_ID ROLE: prints the enrollment's id
  say "$1" "$ENROLLMENT/enrollments" "{\"program_id\": \"$PROGRAM\", \"person_id\": \"$2\", \"role\": \"$3\",
    \"terms_version\": 1}" | field enrollment_id
}
acknowledge() { # TOKEN ENROLLMENT_ID ROLE [DIGEST]
  try "$1" "$ENROLLMENT/enrollments/$2/acknowledgements" "{\"as\": \"$3\", \"terms_version\": 1, \"digest\": \"${4:-$TERMS}\"}"
}

# Mira manages Tom, a mentor; Noor manages Lea, a mentee.
four_people() {
  MIRA=$(register mira) NOOR=$(register noor)
  TOM=$(register tom "$MIRA") LEA=$(register lea "$NOOR")
  AS_MIRA=$(as mira) AS_NOOR=$(as noor) AS_TOM=$(as tom) AS_LEA=$(as lea)
}
both_accepted() {
  MENTOR=$(enroll "$AS_TOM" "$TOM" mentor) MENTEE=$(enroll "$AS_LEA" "$LEA" mentee)
  acknowledge "$AS_TOM" "$MENTOR" mentor && acknowledge "$AS_MIRA" "$MENTOR" manager
  acknowledge "$AS_LEA" "$MENTEE" mentee && acknowledge "$AS_NOOR" "$MENTEE" manager
}
propose() { # sets PAIR; partnerships hears of new enrollments within moments
  PAIR=$(id)
  local attempt
  for attempt in 1 2 3 4 5 6 7 8; do
    say "$ADMIN" "$PARTNERSHIPS/partnerships" "{\"partnership_id\": \"$PAIR\", \"program_id\": \"$PROGRAM\",
      \"mentor_id\": \"$TOM\", \"mentee_id\": \"$LEA\", \"time_zone\": \"Europe/Berlin\"}" >/dev/null 2>&1 && return
    sleep 0.5
  done
  return 1
}
draft() { # TOKEN WEEKS [CONTINGENCIES]: a meeting every second Tuesday at four, from today
  try "$1" "$PARTNERSHIPS/partnerships/$PAIR/agreements" "{
    \"starts_on\": \"$(day +0)\", \"ends_on\": \"$(day "+$(($2 * 7))")\", \"cadence_days\": 14, \"notice_hours\": 24,
    \"slots\": [{\"weekday\": \"tuesday\", \"local_time\": \"16:00\", \"time_zone\": \"Europe/Berlin\", \"minutes\": 60}],
    \"contingencies\": ${3:-[]}, \"agenda_hours\": 24, \"review_on\": \"$(day "+$(($2 * 3))")\"}"
}
sign() { # TOKEN ROLE VERSION DIGEST
  try "$1" "$PARTNERSHIPS/partnerships/$PAIR/agreements/$3/signatures" "{\"role\": \"$2\", \"digest\": \"$4\"}"
}
all_sign() { # VERSION DIGEST
  sign "$AS_LEA" mentee "$@" && sign "$AS_TOM" mentor "$@"
  sign "$AS_NOOR" mentee_manager "$@" && sign "$AS_MIRA" mentor_manager "$@"
}
schedule() { # STARTS_AT: Lea schedules half an hour; prints the meeting's id
  say "$AS_LEA" "$PARTNERSHIPS/partnerships/$PAIR/meetings" "{\"starts_at\": \"$1\", \"minutes\": 30}" | field meeting_id
}
claim() { # TOKEN MEETING_ID: a manager has something more urgent; prints the conflict's id
  say "$1" "$PARTNERSHIPS/partnerships/$PAIR/conflicts" "{\"meeting_id\": \"$2\", \"reason\": \"CUSTOMER_OR_INCIDENT\"}" | field conflict_id
}
accept_answer() { # CONFLICT_ID: Lea accepts what the agreement answers
  say "$AS_LEA" "$PARTNERSHIPS/partnerships/$PAIR/conflicts/$1/answer" '{}'
}
