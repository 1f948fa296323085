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

    [Fact]
    public async Task Commands_OfAPage_RestoreAndBuildOnce()
    {
        using var folder = new TemporaryFolder();
        string project = folder.Combine("Shop.csproj");
        await File.WriteAllTextAsync(project, "<Project></Project>", TestContext.Current.CancellationToken);
        string[] ours = ["dotnet", "add", "package", "EventGen.Hosting"], theirs = ["dotnet", "add", "package", "Other"];
        var sdk = new SdkCommands(static _ => Task.FromResult("1.2.3"), new SdkResults());

        Assert.Equal("new console -n Shop --no-restore", Shortened("new console -n Shop"));
        Assert.True(await sdk.TryDoAsync(ours, theirs, folder.Path));
        Assert.True(await sdk.TryDoAsync([.. theirs, "--version", "4.5.6"], ours, folder.Path));
        Assert.False(await sdk.TryDoAsync(theirs, ours, folder.Path));   // the page leaves its version to the SDK
        Assert.False(await sdk.TryDoAsync(ours, ["dotnet", "run"], folder.Path));
        Assert.Equal(
            """<Project><ItemGroup><PackageReference Include="EventGen.Hosting" Version="1.2.3" /></ItemGroup><ItemGroup><PackageReference Include="Other" Version="4.5.6" /></ItemGroup></Project>""",
            await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken));
        Assert.Equal("run", Shortened("run"));
        Assert.Equal("run", Shortened("run"));   // nobody knows yet that it is built
        sdk.HasRun();
        Assert.Equal($"exec bin/Debug/net{Environment.Version.ToString(2)}/Shop.dll order 1", Shortened("run -- order 1"));
        Assert.Equal("run --no-build --urls x", Shortened("run --urls x"));
        sdk.Changed();
        sdk.HasRun();
        Assert.Equal("run -- order", Shortened("run -- order"));
        sdk.HasRun();
        Assert.Equal("add package Other", Shortened("add package Other"));
        Assert.Equal("run", Shortened("run"));

        string Shortened(string line) => string.Join(' ', sdk.Shortened(line.Split(' '), folder.Path)).Replace('\\', '/');
    }

    [Fact]
    public async Task Commands_ThatHaveRunOnOnePage_AreNotRunOnTheNext()
    {
        using TemporaryFolder first = new(), second = new();
        var results = new SdkResults();
        string[] create = ["dotnet", "new", "console", "-n", "Shop"], ours = ["dotnet", "add", "package", "EventGen.Nats"], theirs = ["dotnet", "add", "package", "Other"];
        var sdk = new SdkCommands(static _ => Task.FromResult("1.2.3"), results);
        Assert.False(await sdk.TryDoAsync(create, [], first.Path));
        Directory.CreateDirectory(first.Combine("Shop", "Properties"));
        await File.WriteAllTextAsync(first.Combine("Shop", "Shop.csproj"), "<Project></Project>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(first.Combine("Shop", "Properties", "x.json"), "{}", TestContext.Current.CancellationToken);
        await sdk.HasRunAsync(create, first.Path);
        await ProjectFile.InsertAsync(
            first.Combine("Shop", "Shop.csproj"), """<PackageReference Include="EventGen.Nats" Version="1.2.3" /><PackageReference Include="Other" Version="4.5.6" />""");
        await sdk.HasRunAsync(ours, first.Combine("Shop"));
        await sdk.HasRunAsync(theirs, first.Combine("Shop"));

        sdk = new SdkCommands(static _ => Task.FromResult("1.2.3"), results);
        Assert.False(await sdk.TryDoAsync([.. create[..4], "Other"], [], second.Path));
        Assert.True(await sdk.TryDoAsync(create, [], second.Path));
        Assert.Equal("{}", await File.ReadAllTextAsync(second.Combine("Shop", "Properties", "x.json"), TestContext.Current.CancellationToken));
        Assert.False(await sdk.TryDoAsync([.. theirs, "--prerelease"], [], second.Combine("Shop")));
        Assert.True(await sdk.TryDoAsync(theirs, [], second.Combine("Shop")));
        Assert.True(await sdk.TryDoAsync([.. ours[..3], "EventGen.Redis"], [], second.Combine("Shop")));
        Assert.Equal(
            """<Project><ItemGroup><PackageReference Include="Other" Version="4.5.6" /></ItemGroup><ItemGroup><PackageReference Include="EventGen.Redis" Version="1.2.3" /></ItemGroup></Project>""",
            await File.ReadAllTextAsync(second.Combine("Shop", "Shop.csproj"), TestContext.Current.CancellationToken));
    }
}
