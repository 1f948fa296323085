using Microsoft.CodeAnalysis.Text;

namespace EventGen.TestKit.Tests;

public sealed class MarkupTests
{
    [Fact]
    public void Parse_TakesTheMarksOutAndKeepsTheirPlaces()
    {
        Markup markup = Markup.Parse("class [|A|] { {|EVG1001:int|} x; }");

        Assert.Equal("class A { int x; }", markup.Text);
        Assert.Equal([new MarkedSpan(null, new TextSpan(6, 1)), new MarkedSpan("EVG1001", new TextSpan(10, 3))], markup.Spans);
    }

    [Fact]
    public void Parse_OfNestedMarks_KeepsEachOne()
    {
        Markup markup = Markup.Parse("{|EVG1:a [|b|] {|EVG2:c|}|}");

        Assert.Equal("a b c", markup.Text);
        Assert.Equal(
            [new MarkedSpan("EVG1", new TextSpan(0, 5)), new MarkedSpan(null, new TextSpan(2, 1)), new MarkedSpan("EVG2", new TextSpan(4, 1))],
            markup.Spans);
    }

    [Fact]
    public void Parse_OfAnEmptyMark_KeepsAPlaceWithoutLength() =>
        Assert.Equal([new MarkedSpan(null, new TextSpan(1, 0))], Markup.Parse("a[||]b").Spans);

    [Fact]
    public void Parse_LeavesCSharpThatLooksAlikeAlone()
    {
        const string Text = "bool[] x = [a | b, c || d]; { | } if (y is { Z: 1 })";

        Assert.Equal(Text, Markup.Parse(Text).Text);
    }

    [Theory]
    [InlineData("[|a")]
    [InlineData("{|EVG1:a")]
    [InlineData("a|]")]
    [InlineData("[|a|}")]
    public void Parse_OfAMarkWithoutItsPair_Throws(string marked) => Assert.Throws<FormatException>(() => Markup.Parse(marked));
}
