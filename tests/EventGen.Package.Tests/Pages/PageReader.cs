using System.Text;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

/// <summary>Follows a page to the letter in a new folder.</summary>
/// <param name="page">The page.</param>
/// <param name="folder">The folder.</param>
/// <param name="clone">Stands in for <c>git clone</c>.</param>
/// <param name="environment">The environment of its commands.</param>
/// <param name="places">What is elsewhere here than on the page: addresses of servers.</param>
/// <param name="sdk">What commands of the SDK need not do once more.</param>
internal sealed class PageReader(
    Page page, string folder, Func<string, Task> clone, IReadOnlyDictionary<string, string?> environment, IReadOnlyDictionary<string, string> places, SdkCommands sdk) : IAsyncDisposable
{
    /// <summary>What the project is called instead: a page that fits one name alone is of no use.</summary>
    public const string ProjectName = "My.First-Shop";

    private static readonly SdkResults s_results = new();

    private readonly List<ServedProgram> _served = [];
    private string _folder = folder;
    private ProgramRun? _last;

    /// <summary>Follows a page with the packages that have been made, and with servers of its own.</summary>
    /// <param name="path">The page.</param>
    /// <param name="packed">The packages, and the repository to clone.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cloneAsync">Clones a repository to a place.</param>
    public static async Task FollowAsync(string path, PackedPackages packed, string folder, Func<string, string, Task> cloneAsync)
    {
        var page = Page.Parse(MarkdownDocument.Load(path));
        Assert.Contains(page.Steps, static step => step.Action is PageAction.Paste);
        Assert.Contains(page.Steps, static step => step.Action is PageAction.Run);
        Assert.NotEqual(ProjectName, page.ProjectName);

        await packed.WriteSourcesAsync(folder);
        string sources = await packed.SourcesAsync();
        await using var servers = await PageServers.StartAsync(page);
        await using var reader = new PageReader(page, folder, place => cloneAsync(sources, place), packed.Environment, servers.Places, new SdkCommands(async id => (await packed.OpenAsync(id)).Version, s_results));

        await reader.FollowAsync();
    }

    private async Task FollowAsync()
    {
        foreach (var step in page.Steps)
        {
            try
            {
                await FollowAsync(step);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{step.Place}: {exception.Message}", exception);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _served) await program.DisposeAsync();
    }

    private async Task FollowAsync(PageStep step)
    {
        switch (step.Action)
        {
            case PageAction.Paste:
                sdk.Changed();
                await PasteAsync(Path.Combine(_folder, Renamed(step.File)), Here(step.Text));
                break;
            case PageAction.Run:
                string[][] lines = [.. step.Lines.Select(Words)];
                for (int i = 0; i < lines.Length; i++)
                {
                    if (!await sdk.TryDoAsync(lines[i], lines.ElementAtOrDefault(i + 1) ?? [], _folder)) await RunAsync(lines[i]);
                }

                break;
            case PageAction.Serve:
                var (program, arguments) = Command(Words(Assert.Single(step.Lines)));
                _served.Add(ServedProgram.Start(program, arguments, _folder, environment));
                break;
            case PageAction.Watch:
                await _served[^1].WaitForAsync([.. step.Lines.Select(Here)]);
                sdk.HasRun();
                break;
            default:
                Assert.Equal(step.Lines.Select(Here), _last!.Lines);
                break;
        }
    }

    // A part of a project file goes into the one that is there; all else replaces it.
    private static async Task PasteAsync(string file, string text)
    {
        if (Path.GetExtension(file) == ".csproj" && !text.TrimStart().StartsWith("<Project", StringComparison.Ordinal)) await ProjectFile.InsertAsync(file, text);
        else await File.WriteAllTextAsync(file, text, Encoding.UTF8);
    }

    private async Task RunAsync(string[] words)
    {
        switch (words)
        {
            case ["cd", var to]:
                _folder = Path.Combine(_folder, to);
                break;
            case ["git", "clone", var url]:
                await clone(Path.Combine(_folder, url.Split('/')[^1]));
                break;
            default:
                var (program, arguments) = Command(words);
                var run = await ProgramRun.OfAsync(program, arguments, _folder, environment, TestContext.Current.CancellationToken);
                _last = run.Succeeded();
                await sdk.HasRunAsync(words, _folder);
                break;
        }
    }

    private string[] Words(string line) =>
        [.. Here(line).Split(" #")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Renamed)];

    private (string Program, IEnumerable<string> Arguments) Command(string[] words) =>
        words[0] == "dotnet" ? (ProgramRun.DotNet, sdk.Shortened(words[1..], _folder)) : (words[0], words[1..]);

    // Of a path, too: 'cd ../Shop'.
    private string Renamed(string word) => string.Join('/', word.Split('/').Select(part =>
        part == page.ProjectName || part == $"{page.ProjectName}.csproj" ? ProjectName + part[page.ProjectName.Length..] : part));

    private string Here(string text) => places.Aggregate(text, static (text, place) => text.Replace(place.Key, place.Value, StringComparison.Ordinal));
}
