using EventGen.Package.Tests.Packing;

namespace EventGen.Package.Tests.Pages;

/// <summary>
/// Where pages that clone the repository are followed, one after the other. The folder is new to each of them, but for the clone: what one page has had built of it is not built
/// again for the next. For that it is always in the same place.
/// </summary>
public sealed class PageFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string? _clone;

    internal string Path => _folder.Combine("page");

    /// <summary>Takes away what the page before has left.</summary>
    internal void Renew()
    {
        if (_clone is not null) Directory.Move(_clone, PutAside);
        _clone = null;
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        Directory.CreateDirectory(Path);
    }

    /// <summary>Puts a clone of the repository where the page wants it.</summary>
    internal async Task CloneAsync(string sources, string place)
    {
        if (Directory.Exists(PutAside))
        {
            Directory.Move(PutAside, place);
        }
        else
        {
            await SourceTree.CloneAsync(sources, place);
            await LeaveOutAnalyzersAsync(place);
        }

        _clone = place;
    }

    // The build of the repository has analysed the same sources. The project of the page, which is beside the clone, is analysed as any.
    private static async Task LeaveOutAnalyzersAsync(string clone)
    {
        string file = System.IO.Path.Combine(clone, "Directory.Build.props");
        string properties = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file, properties.Replace("</Project>", "<PropertyGroup><RunAnalyzers>false</RunAnalyzers></PropertyGroup></Project>", StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();

    private string PutAside => _folder.Combine("clone");
}
