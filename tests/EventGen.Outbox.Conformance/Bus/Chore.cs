namespace EventGen.Outbox.Conformance;

/// <summary>A durable event whose handler does in its transaction what the test says.</summary>
[Event("test.chore"), Durable]
internal sealed record Chore(string Run, int Number);
