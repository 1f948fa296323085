using System.Text.RegularExpressions;

namespace ShopApi.Tests;

/// <summary>The command lines of the readme do what it says.</summary>
public sealed class ReadmeTests
{
    private const string Kill = "\npkill -9 -x ShopApi";
    private const string Start = "dotnet run --project src/Samples/ShopApi";

    [Fact]
    public async Task CommandLines_OfTheReadme_ShowWhatItSays()
    {
        using var folder = new ShopFolder();
        ShopProcess? shop = null;
        try
        {
            var fences = MarkdownDocument.Load("src/Samples/ShopApi/README.md").Fences.ToList();
            for (int i = 0; i < fences.Count; i++)
            {
                if (fences[i].Info != "bash") continue;
                string command = fences[i].Text.Trim();
                string? shown = i + 1 < fences.Count && fences[i + 1].Info != "bash" ? fences[i + 1].Text.Trim() : null;
                if (command == Start)
                {
                    if (shop is not null) await shop.DisposeAsync();
                    shop = await ShopProcess.StartAsync(folder);
                }
                else if (command.EndsWith(Kill, StringComparison.Ordinal))
                {
                    await RunAsync(command[..^Kill.Length], shown, shop!, folder);
                    await shop!.KillAsync();
                }
                else
                {
                    await RunAsync(command, shown, shop!, folder);
                }
            }
        }
        finally
        {
            if (shop is not null) await shop.DisposeAsync();
        }
    }

    // What is only there a moment later is asked for again.
    private static async Task RunAsync(string command, string? shown, ShopProcess shop, ShopFolder folder)
    {
        string script = command
            .Replace("localhost:5080", $"{shop.Address.Host}:{shop.Address.Port}", StringComparison.Ordinal)
            .Replace("src/Samples/ShopApi/data", folder.Path, StringComparison.Ordinal)
            .Replace("curl -sN", "curl -sN --max-time 1", StringComparison.Ordinal);
        var pattern = new Regex($"^{Regex.Escape(shown ?? "…").Replace("…", "(.|\n)*", StringComparison.Ordinal)}$");
        string output = "";
        if (IsRead(command)) await Eventually.TrueAsync(async () => pattern.IsMatch(output = await OutputAsync(script)), waitedFor: $"{command}\n{shown}");
        else Assert.Matches(pattern, await OutputAsync(script));
    }

    private static bool IsRead(string command) => !command.Contains("-X POST", StringComparison.Ordinal) && !command.Contains("-d '", StringComparison.Ordinal);

    private static async Task<string> OutputAsync(string script) =>
        (await ProgramRun.OfAsync("bash", ["-c", script], cancellationToken: TestContext.Current.CancellationToken)).Output.Trim();
}
