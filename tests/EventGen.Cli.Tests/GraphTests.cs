using System.Text.Json.Nodes;
using System.Xml.Linq;
using EventGen.Cli.Reading;

namespace EventGen.Cli.Tests;

/// <summary>The graph has what the code does: emits of handlers, through helpers, lambdas and state machines too.</summary>
public sealed class GraphTests
{
    [Fact]
    public async Task Emits_AreFoundInTheCode_AndCirclesMarked()
    {
        var graph = JsonNode.Parse((await Eventgen.RunAsync("graph", Eventgen.Assembly, "--json")).Output)!;

        string[] edges = [.. graph["edges"]!.AsArray().Select(static edge => $"{edge!["from"]} {edge["kind"]} {edge["to"]}{((bool)edge["isInCircle"]! ? " circle" : "")}").Where(static edge => !edge.Contains("parcel", StringComparison.Ordinal) && !edge.Contains("TailTests", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "emitter:EventGen.Cli.Tests.Till.Refill emits event:stock.low",
                "emitter:EventGen.Cli.Tests.Till.SellAsync emits event:order.placed",
                "event:order.placed handles handler:order.placed:EventGen.Cli.Tests.Warehouse.Count",
                "event:order.placed handles handler:order.placed:EventGen.Cli.Tests.Warehouse.Reserve",
                "event:order.placed publishes publisher:queue",
                "event:stock.low handles handler:stock.low:reorder circle",
                "event:stock.ordered handles handler:stock.ordered:EventGen.Cli.Tests.Warehouse.Receive circle",
                "event:stock.ordered publishes publisher:archive",
                "event:stock.ordered publishes publisher:queue",
                "handler:order.placed:EventGen.Cli.Tests.Warehouse.Reserve emits event:stock.low",
                "handler:stock.low:reorder emits event:stock.ordered circle",
                "handler:stock.ordered:EventGen.Cli.Tests.Warehouse.Receive emits event:stock.low circle",
            ],
            edges);
    }

    [Theory]
    [InlineData("Shop.Receipts", "SendAsync", "Shop.Receipts.SendAsync")]
    [InlineData("Shop.Receipts.<SendAsync>d__2", "MoveNext", "Shop.Receipts.SendAsync")]
    [InlineData("Shop.Receipts.<>c.<<SendAsync>b__0_0>d", "MoveNext", "Shop.Receipts.SendAsync")]
    [InlineData("Shop.Receipts.<>c__DisplayClass1_0", "<SendAsync>b__0", "Shop.Receipts.SendAsync")]
    [InlineData("Program", "<<Main>$>b__0_0", "Program.<Main>$")]
    [InlineData("Program.<>c.<<<Main>$>b__0_0>d", "MoveNext", "Program.<Main>$")]
    public void Method_IsTheOneThatItsCodeIsWrittenIn(string type, string method, string written) => Assert.Equal(written, EmitReader.Written(type, method));

    [Fact]
    public async Task Svg_IsOfItsNodes_WithinItsFrame()
    {
        var svg = XElement.Parse((await Eventgen.RunAsync("graph", Eventgen.Assembly, "--format", "svg")).Output);

        var texts = svg.Descendants().Where(static element => element.Name.LocalName == "text").Select(static text => text.Value).ToList();
        Assert.All((string[])["order.placed", "stock.low", "Warehouse.Reserve", "queue", "in a circle"], name => Assert.Contains(name, texts));
        double width = (double)svg.Attribute("width")!;
        Assert.All(
            svg.Descendants().Where(static element => element.Name.LocalName == "rect"),
            rect => Assert.InRange((double)rect.Attribute("x")! + (double)rect.Attribute("width")!, 0, width));
    }

    [Theory]
    [InlineData("mermaid", "flowchart LR")]
    [InlineData("dot", "digraph events {")]
    public async Task Text_BeginsAsItsReadersExpect(string format, string first) =>
        Assert.Equal(first, (await Eventgen.RunAsync("graph", Eventgen.Assembly, "--format", format)).Lines[0]);

    [Fact]
    public async Task OfASolution_HasTheEventsOfAllItsProjects()
    {
        string folder = Directory.CreateTempSubdirectory("eventgen-solution-").FullName;
        try
        {
            (await ProgramRun.OfAsync(ProgramRun.DotNet, ["new", "sln", "--name", "Shops", "--format", "sln"], folder, cancellationToken: TestContext.Current.CancellationToken)).Succeeded();
            string[] projects = [.. new[] { "src/Samples/OrderDesk", "tests/EventGen.Cli.Tests" }.Select(static project => Path.Combine(Repository.Root, project))];
            (await ProgramRun.OfAsync(ProgramRun.DotNet, ["sln", "Shops.sln", "add", .. projects], folder, cancellationToken: TestContext.Current.CancellationToken)).Succeeded();

            string graph = (await Eventgen.RunAsync("graph", Path.Combine(folder, "Shops.sln"), "--no-build", "--format", "dot", "-p", $"Configuration={new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}")).Succeeded().Output;

            Assert.Contains("\"event:stock.ordered\"", graph, StringComparison.Ordinal);
            Assert.Contains("\"event:order.rejected\"", graph, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task OrderDesk_HasItsPictureInTheReadme()
    {
        // After a change of the sample: eventgen graph src/Samples/OrderDesk --format svg -o src/Samples/OrderDesk/events.svg
        string drawn = (await Eventgen.RunAsync("graph", OrderDesk.Assembly, "--format", "svg")).Output;

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/Samples/OrderDesk/events.svg"), TestContext.Current.CancellationToken), drawn);
    }
}
