namespace ShopApi.Tests;

/// <summary>A folder of its own for a shop's files, gone at the test's end.</summary>
internal sealed class ShopFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("shopapi-").FullName;

    /// <summary>The mails that were sent so far, one a line.</summary>
    public string[] Mails
    {
        get
        {
            string file = System.IO.Path.Combine(Path, "mail.txt");
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
