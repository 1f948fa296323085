namespace EventGen.Cli.Tests;

/// <summary><c>eventgen contracts</c> compares an assembly's events with a contract file.</summary>
public sealed class ContractsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-contracts-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string ContractFile => Path.Combine(_folder, "eventgen.contracts.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_WithoutAFile_FindsNewEvents_AndAcceptStartsIt()
    {
        var before = await RunAsync("check");
        Assert.Equal(1, before.ExitCode);
        Assert.Contains("order.placed: the event is new", before.Lines);
        Assert.EndsWith($"{before.Lines.Count - 1} changes not accepted, none of which breaks anything. 'eventgen contracts accept' takes them into the file.", before.Lines[^1]);
        Assert.DoesNotContain(before.Lines, static line => line.StartsWith("stock.low", StringComparison.Ordinal));   // it goes nowhere

        (await RunAsync("accept")).Succeeded();

        var after = await RunAsync("check");
        Assert.Equal(0, after.ExitCode);
        Assert.EndsWith("nothing has changed.", after.Lines[0]);
    }

    [Fact]
    public async Task Break_IsFound_AndAcceptedByNameAlone()
    {
        await ChangeAsync("\"Quantity\": { \"type\": \"integer\", \"format\": \"int32\" }", "\"Quantity\": { \"type\": \"integer\", \"format\": \"int64\" }");

        var check = await RunAsync("check");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("stock.ordered@2: the part 'Quantity' was a number (int64) and is a number (int32); the new code cannot read old messages", check.Lines);

        string accepted = await File.ReadAllTextAsync(ContractFile, Cancellation);
        Eventgen.AssertFailed(await RunAsync("accept"), "accept the break with --breaking stock.ordered");
        Assert.Equal(accepted, await File.ReadAllTextAsync(ContractFile, Cancellation));

        (await RunAsync("accept", "--breaking", "stock.ordered")).Succeeded();
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
    }

    [Fact]
    public async Task LineEnds_OfTheFile_Stay()
    {
        await ChangeAsync("\n", "\r\n");
        await ChangeTextAsync("\"order.placed\"", "\"order.gone\"");

        (await RunAsync("accept", "--breaking", "order.placed")).Succeeded();

        string text = await File.ReadAllTextAsync(ContractFile, Cancellation);
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.Contains("\"removed\": true", text);
    }

    [Fact]
    public async Task Against_ARevisionOfGit_ComparesWithThat()
    {
        (await RunAsync("accept")).Succeeded();
        foreach (string[] command in (string[][])[["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", "Contracts"]])
            (await ProgramRun.OfAsync("git", command, _folder, cancellationToken: Cancellation)).Succeeded();
        await ChangeTextAsync("\"int32\"", "\"int64\"");

        Assert.Equal(0, (await RunAsync("diff", "--against", "HEAD")).ExitCode);
        Assert.Equal(1, (await RunAsync("diff")).ExitCode);
        Eventgen.AssertFailed(await RunAsync("diff", "--against", "nowhere"), "'nowhere' is neither a file nor a revision");
    }

    [Fact]
    public async Task IdsThatWereSwapped_AreFound()
    {
        await ChangeAsync("\"order.placed\"", "\"order.x\"");
        await ChangeTextAsync("\"stock.ordered\"", "\"order.placed\"");
        await ChangeTextAsync("\"order.x\"", "\"stock.ordered\"");

        var check = await RunAsync("check");

        Assert.Contains("order.placed: the id was 'stock.ordered'; the new code cannot read old messages, nor old code new ones", check.Lines);
        Assert.Contains("stock.ordered: the id was 'order.placed'; the new code cannot read old messages, nor old code new ones", check.Lines);
        Assert.Contains("'eventgen contracts accept --breaking order.placed --breaking stock.ordered' takes them into the file.", check.Lines[^1]);
    }

    [Theory]
    [InlineData("{ \"format\": 99, \"assembly\": \"x\", \"events\": {} }", "(1): the file has the format 99")]
    [InlineData("{\n<<<<<<< HEAD\n}", "(2): the file has the conflict markers of a merge")]
    [InlineData("no json", "(1): the file")]
    public async Task File_ThatCannotBeRead_IsNamedWithItsLine(string text, string message)
    {
        await File.WriteAllTextAsync(ContractFile, text, Cancellation);

        Eventgen.AssertFailed(await RunAsync("check"), $"eventgen.contracts.json{message}");
    }

    [Fact]
    public async Task Retire_EndsAVersionThatNothingUpgrades()
    {
        await ChangeAsync("\"2\": {", "\"1\": {");

        Assert.Contains("stock.ordered: version 1 has no upgrade; the new code cannot read old messages", (await RunAsync("check")).Lines);
        Eventgen.AssertFailed(await RunAsync("accept"), "stock.ordered: version 1 has no upgrade");
        Eventgen.AssertFailed(await RunAsync("accept", "--retire", "order.placed@1"), "'order.placed@1' is still read");
        Eventgen.AssertFailed(await RunAsync("accept", "--retire", "stock.ordered"), "is no version");

        (await RunAsync("accept", "--retire", "stock.ordered@1")).Succeeded();

        Assert.Equal(0, (await RunAsync("check")).ExitCode);
        Eventgen.AssertFailed(await RunAsync("accept", "--retire", "stock.ordered@1"), "has no 'stock.ordered@1'");
    }

    [Fact]
    public async Task Assembly_WithoutAFile_AsksForIt() =>
        Eventgen.AssertFailed(await Eventgen.RunAsync("contracts", "check", Eventgen.Assembly), "Name the project, or the contract file with --file.");

    private Task<ProgramRun> RunAsync(string verb, params string[] arguments) => Eventgen.RunAsync(["contracts", verb, Eventgen.Assembly, "--file", ContractFile, .. arguments]);

    private async Task ChangeAsync(string old, string @new)
    {
        (await RunAsync("accept")).Succeeded();
        await ChangeTextAsync(old, @new);
    }

    private async Task ChangeTextAsync(string old, string @new)
    {
        string text = await File.ReadAllTextAsync(ContractFile, Cancellation);
        Assert.Contains(old, text);
        await File.WriteAllTextAsync(ContractFile, text.Replace(old, @new, StringComparison.Ordinal), Cancellation);
    }
}
