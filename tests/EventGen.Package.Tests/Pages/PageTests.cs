using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

public sealed class PageTests
{
    [Theory]
    [InlineData("```csharp run\nint x;\n```")]
    [InlineData("Some words.\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\nMore words.\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs` or `Other.cs`:\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\n```text run\nx\n```\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\n```csharp compile\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\n```python run\nint x;\n```")]
    public void Parse_OfABlockThatAReaderCannotFollow_Throws(string text) =>
        Assert.StartsWith("page.md:", Assert.Throws<FormatException>(() => Page.Parse(MarkdownDocument.Parse("page.md", text))).Message);

    [Fact]
    public void Parse_OfAPage_SaysWhatToDo()
    {
        const string Text =
            """
            ```bash run
            dotnet new console -n Shop
            ```

            Some words. Into `Program.cs`,
            by `Events.X`:

            ```csharp compile run (string[] args)
            int x;
            ```

            ```csharp nocompile because it is cut short
            ...
            ```
            ```bash serve
            dotnet run
            ```
            ```text serve
            seen
            ```
            """;

        var page = Page.Parse(MarkdownDocument.Parse("page.md", Text));

        Assert.Equal("Shop", page.ProjectName);
        Assert.Equal(
            [
                new("page.md:2", PageAction.Run, "", "dotnet new console -n Shop\n"),
                new("page.md:9", PageAction.Paste, "Program.cs", "int x;\n"),
                new("page.md:16", PageAction.Serve, "", "dotnet run\n"),
                new("page.md:19", PageAction.Watch, "", "seen\n"),
            ],
            page.Steps);
    }
}
