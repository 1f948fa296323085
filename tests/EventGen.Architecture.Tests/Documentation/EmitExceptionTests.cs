using System.Text.RegularExpressions;

namespace EventGen.Architecture.Tests;

/// <summary>Whoever emits is told what to catch.</summary>
public sealed partial class EmitExceptionTests
{
    private static readonly string[] s_ofDurableEvents = ["EventBusStoppedException", "InvalidOperationException", "OutboxFullException", "OutboxUnavailableException"];

    [Fact]
    public void EveryEmitThatMayCommit_NamesWhatACommitMayThrow()
    {
        var emits = Emits().ToArray();

        Assert.True(emits.Length >= 6, $"only {emits.Length} emits were found");
        Findings.AssertNone(
            from emit in emits
            from exception in Expected(emit.Signature)
            where !emit.Documentation.Contains($"cref=\"{exception}\"", StringComparison.Ordinal)
            select $"{emit.Signature.Trim()} does not name {exception}");
    }

    // What a batch needs of the bus was refused when the event was added.
    private static IEnumerable<string> Expected(string signature)
    {
        IEnumerable<string> expected = signature.Contains("EmitAsync(DbTransaction", StringComparison.Ordinal) ? s_ofDurableEvents[2..] : s_ofDurableEvents;
        return signature.Contains("CancellationToken", StringComparison.Ordinal) ? expected.Append("OperationCanceledException") : expected;
    }

    private static IEnumerable<(string Documentation, string Signature)> Emits() =>
        from file in ProductTree.Files("src/EventGen/Dispatch", ".cs")
        where Path.GetFileName(file).StartsWith("EventTopic", StringComparison.Ordinal) || file.EndsWith("/DurableBatch.cs", StringComparison.Ordinal)
        from Match match in Emit().Matches(ProductTree.Read(file))
        where !match.Groups["documentation"].Value.Contains("<inheritdoc", StringComparison.Ordinal)
        select (match.Groups["documentation"].Value, match.Groups["signature"].Value);

    [GeneratedRegex(@"(?<documentation>(?: {4}///[^\n]*\n)+)(?: {4}\[[^\n]*\n)*(?<signature> {4}public [^\n]*\b(?:Emit|EmitAsync|EmitJsonAsync|ScheduleAsync)\([^\n]*)")]
    private static partial Regex Emit();
}
