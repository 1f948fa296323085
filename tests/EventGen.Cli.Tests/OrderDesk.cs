namespace EventGen.Cli.Tests;

/// <summary>The sample, as it was built beside these tests.</summary>
internal static class OrderDesk
{
    public static string Assembly { get; } = Path.Combine(
        Repository.Root, "src", "Samples", "OrderDesk", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "OrderDesk.dll");
}
