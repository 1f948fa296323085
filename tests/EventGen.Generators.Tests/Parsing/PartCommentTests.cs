using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Parsing;

/// <summary>What the overloads that take a payload's parts say of each.</summary>
public sealed class PartCommentTests
{
    [Theory]
    [InlineData("/// <param name=\"OrderId\">Its number.</param>\n[Event] public record Placed(int OrderId);")]
    [InlineData("/// <summary>Placed.</summary>\n/// <param name=\"OrderId\">\n/// Its\n/// number.\n/// </param>\n[Event]\n// Sealed.\npublic record Placed(int OrderId);")]
    [InlineData("[Event] public class Placed {\n/// <param name=\"orderId\">Its number.</param>\npublic Placed(int orderId) => OrderId = orderId; public int OrderId { get; } }")]
    [InlineData("[Event] public class Placed { public Placed(int orderId) => OrderId = orderId;\n/// <summary>Its number.</summary>\npublic int OrderId { get; } }")]
    [InlineData("[Event] public record Placed(int OrderId) {\n/// <summary>Its number.</summary>\npublic int OrderId { get; } = OrderId; }")]
    [InlineData("[Event] public class Placed {\n/// <summary>Its number.</summary>\npublic required int OrderId { get; init; } }")]
    [InlineData("[Event] public class Placed {\n/// <summary>Its number.</summary>\npublic required int OrderId; }")]
    [InlineData("public partial record Placed;\n/// <param name=\"OrderId\">Its number.</param>\n[Event] public partial record Placed(int OrderId);")]
    public void OverloadsRepeatWhatIsSaidOfAPart(string source) => AssertSays("orderId", "Its number.", source);

    [Theory]
    [InlineData("public interface IPlaced {\n/// <summary>Its number.</summary>\nint OrderId { get; } }\n/// <inheritdoc/>\n[Event] public record Placed(int OrderId) : IPlaced;")]
    [InlineData("public interface IPlaced {\n/// <summary>Its number.</summary>\nint OrderId { get; } }\n/// <param name=\"OrderId\"><inheritdoc cref=\"IPlaced.OrderId\"/></param>\n[Event] public record Placed(int OrderId) : IPlaced;")]
    [InlineData("public interface IPlaced {\n/// <summary>Its number.</summary>\nint OrderId { get; } } [Event] public class Placed : IPlaced {\n/// <inheritdoc/>\npublic required int OrderId { get; init; } }")]
    [InlineData("/// <param name=\"OrderId\">Its number.</param>\npublic abstract record Base(int OrderId); [Event] public record Placed(int OrderId) : Base(OrderId);")]
    [InlineData("public abstract class Base {\n/// <summary>Its number.</summary>\npublic abstract int OrderId { get; init; } } [Event] public class Placed : Base {\n/// <inheritdoc/>\npublic override required int OrderId { get; init; } }")]
    public void OverloadsRepeatWhatAPartInherits(string source) => AssertSays("orderId", "Its number.", source);

    [Theory]
    [InlineData("/// <param name=\"Class\">A &amp; &lt;b&gt; of <see cref=\"Placed\"/>, <c>x &lt; y</c>, or <see langword=\"null\"/>.</param>\n[Event] public record Placed(string? Class);", "class", "A &amp; &lt;b&gt; of Placed, x &lt; y, or null.")]
    [InlineData("/// <param name=\"Topic\">What it is about.</param>\n[Event] public record Placed(string Topic);", "topic2", "The event's topic.")]
    [InlineData("/// <param name=\"Topic\">What it is about.</param>\n[Event] public record Placed(string Topic, CancellationToken CancellationToken);", "cancellationToken2", "Cancels the wait for capacity. An event that was already accepted is still delivered.")]
    [InlineData("/// <param name=\"OrderId\">Its number.</param>\n[Event] public record Placed(int OrderId, string Event = \"\");", "event", "The payload's <c>event</c>.")]
    public void EveryParameterIsSpokenOf_WhereOneIs(string source, string parameter, string text) => AssertSays(parameter, text, source, allowed: "CS1573");

    [Theory]
    [InlineData("[Event] public record Placed(int OrderId);")]
    [InlineData("/// <summary>Placed.</summary>\n[Event] public record Placed(int OrderId);")]
    [InlineData("/// <param name=\"OrderId\"></param>\n[Event] public record Placed(int OrderId);")]
    [InlineData("[Event] public record Placed(\n/* Its number. */ int OrderId);")]
    public void WhereNothingIsSaid_OverloadsSayNothing(string source) => Assert.DoesNotContain("<param", Generate(source));

    [Fact]
    public void ParametersAreSpokenOf_WithoutParsedComments() => Assert.Contains(
        "/// <param name=\"orderId\">Its number.</param>",
        (Project.Generator with { Project = Project.Setup with { DocumentationMode = DocumentationMode.None } })
            .Run("namespace Shop;\n/// <param name=\"OrderId\">Its number.</param>\n[Event] public record Placed(int OrderId);").Sources["Events.Placed.g.cs"]);

    // The harness takes no warning of undocumented members or parameters in what is generated.
    private static void AssertSays(string parameter, string text, string source, params string[] allowed) =>
        Assert.Contains($"/// <param name=\"{parameter}\">{text}</param>\n", Generate(source, allowed));

    private static string Generate(string source, params string[] allowed) =>
        (Project.Generator with { AllowedDiagnostics = [.. allowed] }).Run($"namespace Shop;\n{source}").Sources["Events.Placed.g.cs"];
}
