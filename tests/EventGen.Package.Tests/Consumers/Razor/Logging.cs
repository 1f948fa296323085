using Microsoft.AspNetCore.Components;

namespace Shop;

public abstract class Logging : ComponentBase
{
    [Subscribe]
    public void Log(Clicked clicked) => Console.WriteLine(clicked.Count);
}
