using System.Text.Json.Nodes;

namespace EventGen.Cli.Tests;

/// <summary>The command says what an assembly declares.</summary>
public sealed class ListTests
{
    [Fact]
    public async Task List_Redirected_IsPlainColumns()
    {
        var run = await Eventgen.RunAsync("list", Eventgen.Assembly);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.DoesNotContain('\e', run.Output);
        Assert.Equal(
            """
            EVENT                    VERSION  KEY         HANDLERS                                                                  PUBLISHERS      GROUPS
            order.placed             1        CustomerId  EventGen.Cli.Tests.Warehouse.Count, EventGen.Cli.Tests.Warehouse.Reserve  queue           sales
            parcel.sent              1
            parcel.stored (durable)  1                    EventGen.Cli.Tests.Depot.StoreAsync
            stock.low                1                    reorder
            stock.ordered            2                    EventGen.Cli.Tests.Warehouse.Receive                                      queue, archive
            """.ReplaceLineEndings("\n"),
            string.Join('\n', run.Lines));
    }

    [Fact]
    public async Task List_AsJson_HasEverything()
    {
        var list = JsonNode.Parse((await Eventgen.RunAsync("list", Eventgen.Assembly, "--json")).Output)!;

        var placed = list["events"]!.AsArray().Single(static item => (string)item!["id"]! == "order.placed")!;
        Assert.Equal("A customer placed an order.", (string)placed["description"]!);
        Assert.True((bool)placed["hasContract"]!);
        Assert.Equal(["EventGen.Cli.Tests.Warehouse.Count", "EventGen.Cli.Tests.Warehouse.Reserve"], placed["handlers"]!.AsArray().Select(static handler => (string)handler!["name"]!));
        var named = list["events"]!.AsArray().Single(static item => (string)item!["id"]! == "stock.low")!["handlers"]!.AsArray().Single()!;
        Assert.Equal(("reorder", "EventGen.Cli.Tests.Warehouse.OrderAsync"), ((string)named["name"]!, (string)named["method"]!));
    }

    [Fact]
    public async Task OrderDesk_IsRead_WithoutBeingRun()
    {
        var run = await Eventgen.RunAsync("list", OrderDesk.Assembly);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(run.Lines, static line => line.StartsWith("order.placed ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nowhere.dll", "There is no file or folder 'nowhere.dll'.")]
    [InlineData("TEXT", "is not a .NET assembly.")]
    [InlineData("xunit.v3.core.dll", "declares no events and no handlers")]
    public async Task Path_ThatIsNone_IsOneLine(string path, string message)
    {
        string file = Path.Combine(Path.GetTempPath(), $"eventgen-{Guid.NewGuid():N}.dll");
        await File.WriteAllTextAsync(file, "no assembly", TestContext.Current.CancellationToken);
        try
        {
            string name = path switch
            {
                "TEXT" => file,
                "xunit.v3.core.dll" => Directory.GetFiles(AppContext.BaseDirectory, "xunit.v3.core*.dll")[0],
                _ => path,
            };
            Eventgen.AssertFailed(await Eventgen.RunAsync("list", name), message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Project_ThatIsNotBuilt_IsOneLine()
    {
        string project = Path.Combine(Repository.Root, "src", "Samples", "OrderDesk", "OrderDesk.csproj");

        Eventgen.AssertFailed(await Eventgen.RunAsync("list", project, "--no-build", "-p", "Configuration=Nowhere"), "has not been built. Leave out --no-build.");
    }

    [Fact]
    public async Task Arguments_ThatAreNone_AreExitCode2()
    {
        var run = await Eventgen.RunAsync("graph", "--format", "png");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'png'", run.Errors);
    }
}
