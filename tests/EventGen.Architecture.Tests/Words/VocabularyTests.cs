using System.Text.RegularExpressions;

namespace EventGen.Architecture.Tests.Words;

/// <summary>The code and its documentation speak the words of the field: names that once were a private vocabulary do not come back.</summary>
public sealed partial class VocabularyTests
{
    // What each was replaced by stands beside it, for whoever meets the failure.
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["TopicNeeds"] = "DispatchFlags",
        ["BusWitness"] = "BusObserver",
        ["SparePayloads"] = "EnvelopePool",
        ["QueuedPayload"] = "EventEnvelope",
        ["Surroundings"] = "CapturedContext",
        ["FailureSink"] = "DeliveryFailureHandler",
        ["HandlerGuard"] = "HandlerInvoker",
        ["Bury"] = "DeadLetterAsync",
        ["LetterShelf"] = "BoundedDeadLetterList",
        ["DoublingLog"] = "LogThrottle",
        ["Diagnosis"] = "HealthEvaluator",
        ["QueueCrowding"] = "QueueSaturation",
        ["RoomRequest"] = "PendingEnqueue",
        ["QueueLanes"] = "QueuePartitions",
        ["LaneKey"] = "PartitionKey",
        ["LieDown"] = "Park",
        ["TryGetUp"] = "TryUnpark",
        ["EventIntake"] = "MessageReceiver",
        ["RedisPublisher"] = "RedisTransport",
        ["StreamKeeper"] = "PendingEntryClaimer",
        ["EventCatalogue"] = "EventRegistry",
        ["EventEntry"] = "EventRegistration",
        ["HandlerPart"] = "ModuleHandlers",
        ["HandlerPlace"] = "HandlerLocation",
        ["TopicSlot"] = "TopicIndex",
        ["Happening"] = "RecordedActivity",
        ["HandlerFailure"] = "DeliveryFailure",
        ["HandlerFailed"] = "DeliveryFailed",
        ["DropNewest"] = "DropWrite",
        ["FileOutline"] = "FileFingerprint",
        ["ProjectOutline"] = "ProjectFingerprint",
        ["EventClaim"] = "NameReservation",
        ["Obstacle"] = "Violation",
        ["OpenNames"] = "UnresolvedTypes",
        ["TypeReach"] = "TypeAccessibility",
        ["StrayAttribute"] = "MisplacedAttribute",
        ["UnheardEventAnalyzer"] = "UnhandledEventAnalyzer",
        ["CircleAnalyzer"] = "EmitCycleAnalyzer",
    };

    [Fact]
    public void Names_AreThoseOfTheField() => Findings.AssertNone(Sources().SelectMany(static file => OldNames(file, ProductTree.Read(file))));

    [Fact]
    public void Text_UsesNoCoinedWord() => Findings.AssertNone(
        Sources().Concat(ProductTree.Files("", ".md")).Concat(ProductTree.Files(".github", ".md")).Where(static file => !file.StartsWith("CHANGELOG", StringComparison.Ordinal))
            .SelectMany(static file => CoinedWords(file, ProductTree.Read(file))));

    [Fact]
    public void Text_CallsADeadLetterByBothItsWords() =>
        Findings.AssertNone(ProductTree.Files("src", ".cs").Concat(ProductTree.Files("src", ".md")).SelectMany(static file => LoneLetters(file, ProductTree.Read(file))));

    // Whoever passes a token must know what it cancels, and what goes on.
    [Fact]
    public void Tokens_SayWhatTheyCancel() => Findings.AssertNone(
        Sources().Where(static file => file.StartsWith("src", StringComparison.Ordinal) || file.StartsWith("generators", StringComparison.Ordinal))
            .SelectMany(static file => SilentTokens(file, ProductTree.Read(file))));

    [Theory]
    [InlineData("/// <param name=\"cancellationToken\">Gives up.</param>", 1)]
    [InlineData("/// <param name=\"cancellationToken\">Gives up waiting.</param>", 1)]
    [InlineData("/// <param name=\"cancellationToken\">Cancels the wait for capacity. An event that was already accepted is still delivered.</param>", 0)]
    public void SilentToken_IsFound(string text, int expected) => Assert.Equal(expected, SilentTokens("a.cs", text).Count());

    [Theory]
    [InlineData("var sink = new FailureSink<T>();", "FailureSink, now DeliveryFailureHandler")]
    [InlineData("bus.HandlerFailed += Report;", "HandlerFailed, now DeliveryFailed")]
    public void OldName_IsFound(string text, string finding) => Assert.EndsWith(finding, Assert.Single(OldNames("a.cs", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("// The scout looks once more.", "scout")]
    [InlineData("Each key has a lane.", "lane")]
    public void CoinedWord_IsFound(string text, string word) => Assert.EndsWith($": {word}", Assert.Single(CoinedWords("a.md", text)), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("The plane lands; the laneway and the inheritance stay.")]
    [InlineData("new HandlerFailedException(); the HandlerFailures counter")]
    public void OrdinaryWord_IsNotFound(string text)
    {
        Assert.Empty(CoinedWords("a.md", text));
        Assert.Empty(OldNames("a.cs", text));
    }

    [Theory]
    [InlineData("The letter is replayed.")]
    [InlineData("dead letter {Letter}.")]
    public void LoneLetter_IsFound(string text) => Assert.Single(LoneLetters("a.md", text));

    [Theory]
    [InlineData("A dead letter, dead letters, a dead-letter store, and a dead\n    /// letter.")]
    [InlineData("Letters, digits and '_', followed to the letter; a lower-case letter.")]
    public void OrdinaryLetter_IsNotFound(string text) => Assert.Empty(LoneLetters("a.md", text));

    // This file has to name what it forbids.
    private static IEnumerable<string> Sources() =>
        from folder in new[] { "src", "generators", "tests", "benchmarks" }
        from file in ProductTree.Files(folder, ".cs")
        where !file.EndsWith("/VocabularyTests.cs", StringComparison.Ordinal)
        select file;

    private static IEnumerable<string> OldNames(string file, string text) =>
        from match in Identifier().Matches(text)
        where s_names.ContainsKey(match.Value)
        select $"{Place(file, text, match)}: {match.Value}, now {s_names[match.Value]}";

    private static IEnumerable<string> CoinedWords(string file, string text) => Coined().Matches(text).Select(match => $"{Place(file, text, match)}: {match.Value}");

    private static IEnumerable<string> LoneLetters(string file, string text) =>
        LoneLetter().Matches(text).Select(match => $"{Place(file, text, match)}: {match.Value}, for a dead letter");

    private static IEnumerable<string> SilentTokens(string file, string text) =>
        SilentToken().Matches(text).Select(match => $"{Place(file, text, match)}: say what the token cancels, and what goes on all the same");

    private static string Place(string file, string text, Match match) => $"{file}:{text.AsSpan(0, match.Index).Count('\n') + 1}";

    [GeneratedRegex(@"<param name=""\w*[tT]oken"">Gives up\b")]
    private static partial Regex SilentToken();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\b(witness(es|ed)?|scouts?|cargo|bur(y|ied)|heirs?|lanes?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Coined();

    // The letters of names stay, and so does what is done to the letter.
    [GeneratedRegex(@"(?<!dead[\s/-]+|to\sthe\s|case\s)\bletters?\b(?!,?\s(digits|or\sdigit|and\sdigits|case))", RegexOptions.IgnoreCase)]
    private static partial Regex LoneLetter();
}
