using System.Text;

namespace EventGen.Package.Tests.Pages;

/// <summary>The project file of a page.</summary>
internal static class ProjectFile
{
    /// <summary>Writes lines at its end, inside of <c>Project</c>.</summary>
    public static async Task InsertAsync(string file, string text)
    {
        string project = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        int end = project.LastIndexOf("</Project>", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, project[..end] + text + project[end..], Encoding.UTF8, TestContext.Current.CancellationToken);
    }
}
