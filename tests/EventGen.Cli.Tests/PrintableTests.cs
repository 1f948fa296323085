using System.Xml.Linq;
using EventGen.Cli.Screens;
using EventGen.Graphs;

namespace EventGen.Cli.Tests;

/// <summary>Text of others is shown without what moves a cursor, turns a direction or cannot be seen.</summary>
public sealed class PrintableTests
{
    private const string Hostile = "a\u001b[31m\u009b\u202e\u2066\u200b\u200f\ufeff\ufffe\ud800<&\"b\n\U000E0041c";

    [Fact]
    public void Text_KeepsItsLinesAlone()
    {
        Assert.Equal("a\uFFFDb\nc d\u00e9\U0001F600", Printable.Of("a\u202eb\nc d\u00e9\U0001F600"));
        Assert.Equal("a b", Printable.Line("a\nb"));
    }

    [Fact]
    public void Json_MeansTheSame() =>
        Assert.Equal("{\n  \"\\u202e\": \"\\ud800 \U0001F600 \\udb40\\udc41\"\n}", Printable.Json("{\n  \"\u202e\": \"\ud800 \U0001F600 \U000E0041\"\n}"));

    [Theory]
    [InlineData("mermaid")]
    [InlineData("dot")]
    [InlineData("svg")]
    public void Graph_OfAHostileAssembly_IsPrintable(string format)
    {
        var graph = new EventGraph(
            [new GraphNode($"event:{Hostile}", "event", Hostile, null, false), new GraphNode("handler:x", "handler", Hostile, Hostile, false)],
            [new GraphEdge($"event:{Hostile}", "handler:x", "handles", false)]);

        string drawn = graph.Draw(format);

        Assert.Contains("\uFFFD", drawn, StringComparison.Ordinal);
        Assert.Equal(drawn.ReplaceLineEndings("\n"), Printable.Of(drawn));
        if (format == "svg") Assert.Contains(XElement.Parse(drawn).Descendants(), static element => element.Value.StartsWith("a\uFFFD", StringComparison.Ordinal));
    }
}
