namespace EventGen.Outbox.Tests;

/// <summary>A durable event with parts that may not be null, one of them within another, and one that may.</summary>
[Event("noted"), Durable]
public sealed record Noted(string Run, Noted.Line[] Lines, string? Remark = null)
{
    /// <summary>One line.</summary>
    public sealed record Line(string Text);
}
