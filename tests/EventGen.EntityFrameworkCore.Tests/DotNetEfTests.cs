using System.Xml.Linq;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>The outbox in migrations that the real <c>dotnet ef</c> makes and applies, for a project that knows nothing but the libraries.</summary>
public sealed class DotNetEfTests(SharedServer server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ef-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMigration_HasTheOutbox_AndTheBusWorksWithIt()
    {
        await CopyAsync();
        string file = $"Data Source={Path.Combine(_folder, "shop.db")}";
        await BuildAsync(hasOutbox: true);
        await EfAsync("migrations", "add", "First", "--context", "SqliteShop", "--", file);
        await BuildAsync(hasOutbox: true);
        await EfAsync("database", "update", "--context", "SqliteShop", "--", file);

        Assert.Equal(["receipt for order 1 of ada", "orders of ada"], await RunAsync("SqliteShop", file, "ada"));
    }

    [Theory, InlineData("SqliteShop"), InlineData("PostgreSqlShop")]
    public async Task AShopWithoutOutbox_IsUpgraded_AndTakenBack(string context)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1", "Builds and migrates many times; set EVENTGEN_HEAVY_TESTS=1 to run it.");
        await CopyAsync();
        string connection = context == "SqliteShop" ? $"Data Source={Path.Combine(_folder, "shop.db")}" : await server.Server.CreateDatabaseAsync();
        await BuildAsync(hasOutbox: false);
        await EfAsync("migrations", "add", "First", "--context", context, "--", connection);
        await BuildAsync(hasOutbox: false);
        await EfAsync("database", "update", "--context", context, "--", connection);
        Assert.Equal(["orders of ada"], await RunAsync(context, connection, "ada"));

        await BuildAsync(hasOutbox: true);
        await Assert.ThrowsAsync<InvalidOperationException>(() => EfAsync("migrations", "has-pending-model-changes", "--context", context, "--", connection));
        await EfAsync("migrations", "add", "AddEventGenOutbox", "--context", context, "--", connection);
        await BuildAsync(hasOutbox: true);
        await EfAsync("migrations", "has-pending-model-changes", "--context", context, "--", connection);
        await EfAsync("database", "update", "--context", context, "--", connection);
        Assert.Equal(["receipt for order 2 of grace", "orders of ada, grace"], await RunAsync(context, connection, "grace"));

        await EfAsync("database", "update", "First", "--context", context, "--", connection);
        await EfAsync("database", "update", "--context", context, "--", connection);
        Assert.Equal(["receipt for order 3 of alan", "orders of ada, grace, alan"], await RunAsync(context, connection, "alan"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task CopyAsync()
    {
        string sources = Path.Combine(Repository.Root, "tests", "EventGen.EntityFrameworkCore.Tests", "MigratedShop");
        foreach (string file in Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder, Path.GetRelativePath(sources, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.Copy(Path.Combine(Repository.Root, "nuget.config"), Path.Combine(_folder, "nuget.config"));
        await DotNetAsync("tool", "restore");
    }

    private Task BuildAsync(bool hasOutbox) => DotNetAsync("build", "--verbosity", "quiet", "--tl:off", "-nodeReuse:false", $"-p:HasOutbox={hasOutbox}");

    private Task EfAsync(params string[] arguments)
    {
        int passed = Array.IndexOf(arguments, "--");
        return DotNetAsync(["ef", .. arguments[..passed], "--no-build", .. arguments[passed..]]);
    }

    private async Task<IReadOnlyList<string>> RunAsync(params string[] arguments) =>
        (await DotNetAsync(["exec", Path.Combine("bin", "Debug", "net10.0", "MigratedShop.dll"), .. arguments])).Lines;

    private async Task<ProgramRun> DotNetAsync(params string[] arguments) =>
        (await ProgramRun.OfAsync(ProgramRun.DotNet, arguments, _folder, Variables(), Token)).Succeeded();

    // The project's properties, where every command of the SDK sees them.
    private static Dictionary<string, string?> Variables()
    {
        string configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        return new()
        {
            ["Libraries"] = AppContext.BaseDirectory,
            ["Generator"] = Path.Combine(Repository.Root, "generators", "EventGen.Generators", "bin", configuration, "netstandard2.0", "EventGen.Generators.dll"),
            ["EntityFrameworkVersion"] = Pinned("Microsoft.EntityFrameworkCore.Design"),
            ["NpgsqlProviderVersion"] = Pinned("Npgsql.EntityFrameworkCore.PostgreSQL"),
            ["SqliteEngineVersion"] = Pinned("SQLitePCLRaw.bundle_e_sqlite3"),
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_NOLOGO"] = "1",
        };
    }

    private static string Pinned(string package) => (string)XElement.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!;
}
