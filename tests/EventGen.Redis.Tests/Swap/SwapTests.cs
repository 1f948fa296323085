using System.Globalization;
using System.Text.Json;

namespace EventGen.Redis.Tests.Swap;

/// <summary>One program, <c>Events.Ingest.Stream()</c>, on memory or on Redis: nothing but its configuration differs.</summary>
public sealed class SwapTests
{
    private const int Each = 100;

    /// <summary>Where a program finds its configuration.</summary>
    public enum Source
    {
        CommandLine,
        Environment,
        File,
    }

    [Fact]
    public async Task OnMemory_AProcessSeesItsOwnEvents()
    {
        await using var archive = await ArchiveProcess.StartAsync();
        await using var other = await ArchiveProcess.StartAsync();

        await archive.EmitAsync(["one", "-two"]);
        await archive.HasAsync(2);

        Assert.Equal(["SipCreated one", "SipDeleted two"], (await archive.EndAsync()).Order());
        Assert.Empty(await other.EndAsync());
    }

    [Theory]
    [InlineData(Source.CommandLine, RedisMode.PubSub)]
    [InlineData(Source.Environment, RedisMode.PubSub)]
    [InlineData(Source.File, RedisMode.PubSub)]
    [InlineData(Source.File, RedisMode.Streams)]
    public async Task OnRedis_EveryProcessSeesTheEventsOfEachOnce(Source source, RedisMode mode)
    {
        RedisServer.Require();
        await using var redis = await RedisServer.StartAsync(password: "hunter2-9c1f");
        await using var first = await StartAsync(source, Settings(redis, mode, "first"));
        await using var second = await StartAsync(source, Settings(redis, mode, "second"));

        await Task.WhenAll(first.EmitAsync(Names("a")), second.EmitAsync(Names("b")));
        await first.HasAsync(2 * Each);
        await second.HasAsync(2 * Each);

        // Behind all that might still be on its way.
        await first.EmitAsync(["a last"]);
        await second.EmitAsync(["-b last"]);
        await first.HasAsync(2 * Each + 2);
        await second.HasAsync(2 * Each + 2);

        string[] expected =
        [
            .. from emitter in (string[])["a", "b"] from number in Enumerable.Range(0, Each) select $"{(number % 2 == 0 ? "SipCreated" : "SipDeleted")} {emitter} {number}",
            "SipCreated a last",
            "SipDeleted b last",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await first.EndAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await second.EndAsync()).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(string emitter) =>
        Enumerable.Range(0, Each).Select(number => string.Create(CultureInfo.InvariantCulture, $"{(number % 2 == 0 ? "" : "-")}{emitter} {number}"));

    // A stream's entry goes to one member of each group: with groups of their own, both processes get all.
    private static Dictionary<string, string> Settings(RedisServer redis, RedisMode mode, string process) => new()
    {
        ["EventGen:RedisAddress"] = redis.Address,
        ["EventGen:RedisChannel"] = "archive",
        ["EventGen:Publishers:redis:Enabled"] = "true",
        ["EventGen:Publishers:redis:Receive"] = "true",
        ["EventGen:Publishers:redis:Mode"] = mode.ToString(),
        ["EventGen:Publishers:redis:Group"] = process,
    };

    private static async Task<ArchiveProcess> StartAsync(Source source, Dictionary<string, string> settings)
    {
        switch (source)
        {
            case Source.CommandLine:
                return await ArchiveProcess.StartAsync(arguments: settings.Select(static setting => $"--{setting.Key}={setting.Value}"));
            case Source.Environment:
                return await ArchiveProcess.StartAsync(environment: settings.Select(static setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)));
            default:
                var folder = Directory.CreateTempSubdirectory("archive-");
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), JsonSerializer.Serialize(settings));
                var process = await ArchiveProcess.StartAsync(folder.FullName);
                folder.Delete(recursive: true);   // it has been read
                return process;
        }
    }
}
