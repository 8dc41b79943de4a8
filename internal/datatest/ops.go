package datatest

import (
	"slices"
	"strings"
)

// Claim says which packages ask an op of a topic.
type Claim struct {
	Topic, Op string
	Asked     []string // the folders of the packages whose tests ask; empty: not built
	Why       string   // what is not built yet
}

// Claims returns the table of all questions of the cases, in its order.
func Claims() (all []Claim) {
	for _, r := range rows() {
		for op := range strings.FieldsSeq(r.ops) {
			all = append(all, Claim{Topic: r.topic, Op: op, Asked: strings.Fields(r.asked), Why: r.why})
		}
	}
	return all
}

// Find returns the claim of an op, and whether there is one.
func Find(topic, op string) (Claim, bool) {
	all := Claims()
	i := slices.IndexFunc(all, func(c Claim) bool { return c.Topic == topic && c.Op == op })
	if i < 0 {
		return Claim{}, false
	}
	return all[i], true
}

// row is some claims of a topic. Lists are separated by spaces.
type row struct{ topic, ops, asked, why string }

// rows is the one list of all questions. To build the answer to one is to
// name its package here; with no package its cases are counted as not built, and why tells why.
func rows() []row {
	return []row{
		{"auto-replies", "automatic_message", ". session simulate", ""},
		{"auto-resolve", "sweep", ". simulate", ""},
		{"auto-resolve", "validate", ".", ""},
		{"business-time", "due due_back due_error invalid_amount elapsed is_open next_opening next_closing prev_opening prev_closing " +
			"roll_forward roll_back current_segment segments_forward segments_backward intersect_segments civil_to_instant " +
			"shift_business_days add_business_days count_business_days validate_schedule", "schedule", ""},
		{"csat", "on_solved answer on_session_end", ". simulate", ""},
		{"delayed-automations", "close_after_solved", "rules simulate", ""},
		{"delayed-automations", "run_due_row schedule_row", ". simulate", ""},
		{"delivery-status", "status_update status_sequence retry_delay", ". simulate", ""},
		{"identity", "match_contact add_identity provider_identity_change", "identity simulate", ""},
		{"ingestion", "ingest dedup dedup_lock", ". simulate", ""},
		{"lifecycle", "transition initial_status waiting_clock unsnooze_sweep solved_at status_config", "simulate ticket", ""},
		{"lifecycle", "snooze_until order", "ticket", ""},
		{"merge", "merge_contacts after_merge", ". simulate", ""},
		{"merge", "merge_tickets", "inbox simulate", ""},
		{"phone-matching", "match_source_id", "identity simulate", ""},
		{"phone-matching", "match_contact_phone", "identity", ""},
		{"reply-window", "can_reply window_start", "simulate whatsapp", ""},
		{"reply-window", "window_alert window_reminder send_error", "simulate whatsapp", ""},
		{"reply-window", "late_reply", ". simulate whatsapp", ""},
		{"routing", "round_robin", "routing simulate", ""},
		{"routing", "load reassign", ". simulate", ""},
		{"rule-conditions", "match match_change", "rules simulate", ""},
		{"rule-conditions", "combine validate_rule rule_health", "rules", ""},
		{"sla", "used_time due_with_pauses", "schedule rules/sla simulate", ""},
		{"sla", "due_with_hold", "schedule", ""},
		{"sla", "sla_clock sla_state pauses_from_statuses outside_hours_notice pick_policy", "rules/sla simulate", ""},
		{"sla", "next_deadline", "rules/sla", ""},
		{"triggers", "business_hours_condition", "schedule simulate", ""},
		{"triggers", "run render", "rules simulate", ""},
		{"triggers", "echo validate", "rules", ""},
		{"zendesk-hourly-clock", "count_at_run fires delay_range", "rules simulate", ""},
		{"zendesk-hourly-clock", "limits validate", "rules", ""},
	}
}
