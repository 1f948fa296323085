namespace ShopApi;

/// <summary>The folder of the shop's files.</summary>
/// <param name="path">Its full path.</param>
internal sealed class DataFolder(string path)
{
    /// <summary>The folder of the setting <c>Shop:Data</c>; <c>data</c>, beside the program's settings, by default.</summary>
    public static DataFolder Create(WebApplicationBuilder builder)
    {
        string path = Path.GetFullPath(builder.Configuration["Shop:Data"] ?? "data", builder.Environment.ContentRootPath);
        Directory.CreateDirectory(path);
        return new DataFolder(path);
    }

    public string PathOf(string file) => Path.Combine(path, file);
}
