using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventGen.Cli.Tests;

/// <summary>JSON Schema and AsyncAPI are valid to validators that are not ours: ajv and the parser of AsyncAPI.</summary>
public sealed class DocumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-documents-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Documents_AreValid()
    {
        await RestoreValidatorsAsync();
        Assert.Equal("", await ValidateAsync("asyncapi", (await Eventgen.RunAsync("asyncapi", Eventgen.Assembly)).Succeeded().Output));

        var schemas = JsonNode.Parse((await Eventgen.RunAsync("schema", Eventgen.Assembly)).Succeeded().Output)!.AsObject();
        Assert.Equal(["order.placed@1", "parcel.sent@1", "parcel.stored@1", "stock.ordered@2"], schemas.Select(static schema => schema.Key));
        var placed = new OrderPlaced(Guid.NewGuid(), "c-7", new Money(1.5m, Currency.Dollar), new Transfer("DE02"), ["a"]) { Channel = "web" };
        var samples = new JsonObject
        {
            ["order.placed"] = new JsonObject
            {
                ["schema"] = schemas["order.placed@1"]!.DeepClone(),
                ["accepted"] = new JsonArray(JsonSerializer.SerializeToNode(placed, ShopJson.Default.OrderPlaced), JsonSerializer.SerializeToNode(placed with { Paid = null }, ShopJson.Default.OrderPlaced)),
                ["refused"] = new JsonArray(new JsonObject(), JsonNode.Parse("""{"OrderId":"no","CustomerId":"c","Total":{"Amount":1,"Currency":"Euro"},"Paid":null,"Lines":[]}""")),
            },
            ["stock.ordered"] = new JsonObject
            {
                ["schema"] = schemas["stock.ordered@2"]!.DeepClone(),
                ["accepted"] = new JsonArray(JsonSerializer.SerializeToNode(new StockOrdered("s", 3), ShopJson.Default.StockOrdered)),
                ["refused"] = new JsonArray(JsonNode.Parse("""{"Sku":"s","Quantity":"3"}""")),
            },
        };
        Assert.Equal("", await ValidateAsync("schemas", samples.ToJsonString()));
    }

    [Fact]
    public async Task AsyncApi_HasWhatIsSent_WithDescriptionsAndExamples()
    {
        var document = JsonNode.Parse((await Eventgen.RunAsync("asyncapi", Eventgen.Assembly)).Output)!;

        Assert.Equal(["order.placed.send", "stock.ordered.send"], document["operations"]!.AsObject().Select(static operation => operation.Key));
        var message = document["components"]!["messages"]!["order.placed"]!;
        Assert.Equal("A customer placed an order.", (string)message["description"]!);
        Assert.Equal("CustomerId", (string)message["x-eventgen-key"]!);
        Assert.Equal("c-7", (string)message["examples"]![0]!["payload"]!["CustomerId"]!);
        var parts = document["components"]!["schemas"]!["order.placed.OrderPlaced"]!["properties"]!;
        Assert.Equal("Who placed it.", (string)parts["CustomerId"]!["description"]!);
        Assert.Equal("web", (string)parts["Channel"]!["examples"]![0]!);
        Assert.True((bool)parts["Note"]!["x-sensitive"]!);
    }

    [Fact]
    public async Task Schema_OfAnEventThatIsNone_NamesThoseLikeIt() =>
        Eventgen.AssertFailed(await Eventgen.RunAsync("schema", Eventgen.Assembly, "stock.lost"), "declares no event 'stock.lost'; it declares order.placed, parcel.sent, parcel.stored, stock.low, stock.ordered.");

    [Fact]
    public async Task Schema_OfAnEventWithoutContext_SaysWhatItNeeds() =>
        Eventgen.AssertFailed(await Eventgen.RunAsync("schema", Eventgen.Assembly, "stock.low"), "no JsonSerializerContext of its project lists 'EventGen.Cli.Tests.StockLow'");

    private async Task RestoreValidatorsAsync()
    {
        bool isRequired = Environment.GetEnvironmentVariable("EVENTGEN_REQUIRE_NODE") == "1";
        Assert.SkipWhen(!File.Exists("/usr/bin/npm") && !isRequired, "npm is not installed; with EVENTGEN_REQUIRE_NODE=1 this fails");
        string own = Path.Combine(Repository.Root, "tests", "EventGen.Cli.Tests", "Documents");
        foreach (string file in (string[])["package.json", "package-lock.json", "validate.mjs"]) File.Copy(Path.Combine(own, file), Path.Combine(_folder, file));
        var restored = await ProgramRun.OfAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], _folder, cancellationToken: Cancellation);
        Assert.SkipWhen(restored.ExitCode != 0 && !isRequired, $"@asyncapi/parser and ajv could not be restored from npm: {restored.Errors}");
        restored.Succeeded();
    }

    private async Task<string> ValidateAsync(string kind, string text)
    {
        string file = Path.Combine(_folder, $"{kind}.json");
        await File.WriteAllTextAsync(file, text, Cancellation);
        return (await ProgramRun.OfAsync("node", ["validate.mjs", kind, file], _folder, cancellationToken: Cancellation)).Succeeded().Output.Trim();
    }
}
