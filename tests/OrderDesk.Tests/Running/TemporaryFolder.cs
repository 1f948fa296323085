namespace OrderDesk.Tests.Running;

/// <summary>A folder of its own for a test's files, gone at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("orderdesk-").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
