namespace EventGen.Testing.Tests.Shop;

internal static class Notes
{
    [Subscribe(Name = "notes")]
    public static void Keep(INoteEvent note) => GC.KeepAlive(note);

    [Subscribe(Name = "margin")]
    public static void Write(NoteTaken note) => GC.KeepAlive(note);
}
