// Package zendesk reads and writes business rules as Zendesk's API and the apps for it have
// them: triggers, automations, macros, views, SLA policies, and the custom fields that they
// name.
//
// [Read] takes any envelope and the odd values that real files have. What cannot be read is
// told with its place, and the rest is there all the same. [File.Write] returns what was
// read with the changes that were made since; what nobody changed is written as it was,
// members that this package does not know among it.
//
//	file, err := zendesk.Read(text, "") // err tells what was left out
//	triggers, refused := rules.CompileTriggers(rules.Standard(), file.Rules(zendesk.Triggers))
//	promises, refused := sla.Compile(rules.Standard(), sla.Config{Policies: file.SLA()})
//
// Source: Zendesk, API reference (business rules) and files that accounts and apps
// published, facts of autumn 2026.
package zendesk
