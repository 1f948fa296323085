namespace EventGen.Cli.Tests;

/// <summary>A shell completes the command's arguments with the script that the command writes.</summary>
public sealed class CompletionsTests
{
    [Theory]
    [InlineData("eventgen gr", "graph")]
    [InlineData("eventgen contracts ac", "accept")]
    [InlineData("eventgen graph . --format s", "svg")]
    [InlineData("eventgen dead-letters list --ev", "--event")]
    public async Task Bash_Completes(string line, string completed)
    {
        string program = Path.Combine(Repository.Root, "src", "EventGen.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "EventGen.Cli.dll");
        string script =
            $$"""
            eventgen() { "{{ProgramRun.DotNet}}" exec "{{program}}" "$@"; }
            eval "$(eventgen completions bash)"
            COMP_LINE="{{line}}"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _eventgen
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        var run = (await ProgramRun.OfAsync("bash", ["-c", script], cancellationToken: TestContext.Current.CancellationToken)).Succeeded();

        Assert.Equal([completed], run.Lines);
    }

    [Theory]
    [InlineData("zsh", "compdef _eventgen eventgen")]
    [InlineData("fish", "complete -c eventgen")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task OtherShells_HaveTheirScripts(string shell, string part) =>
        Assert.Contains(part, (await Eventgen.RunAsync("completions", shell)).Succeeded().Output, StringComparison.Ordinal);
}
